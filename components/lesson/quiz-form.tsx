"use client";

import { type ReactElement, type ReactNode, type SubmitEvent, useState } from "react";
import type { QuizAnswer } from "../../core/course/quiz.ts";
import { callApi } from "../client/call-api.ts";
import { useLanguage, useText } from "../text/use-text.tsx";
import { Words } from "../ui/words.tsx";
import styles from "./quiz.module.css";

interface QuizFormProps {
  readonly id: string;
  readonly question: string;
  /** Where the form is sent: by script as JSON, without it as a form. */
  readonly action: string;
  readonly options: readonly { readonly text: ReactNode; readonly why: string; readonly right: boolean }[];
  /** What this student chose last time; null when they have not answered. */
  readonly answer: QuizAnswer | null;
}

/** A question with answers to choose from. What is chosen is explained at once and kept. */
export function QuizForm({ id, question, action, options, answer }: QuizFormProps): ReactElement {
  const text = useText().lesson.quiz;
  const language = useLanguage();
  const [given, setGiven] = useState(answer?.option ?? null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [told, setTold] = useState("");
  const solved = given !== null && options[given]?.right === true;

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get("option");
    if (typeof chosen !== "string") return;
    const option = Number(chosen);
    setGiven(option);
    setTold(options[option]?.right === true ? text.right : text.wrong);
    const kept = await callApi("POST", action, { quiz: id, option });
    setTrouble(kept.status === "ok" ? null : kept.status === "offline" ? text.notKept : kept.message);
  };

  return (
    <form
      id={`quiz-${id}`}
      className={styles.quiz}
      method="post"
      action={action}
      onSubmit={(event) => void submit(event)}
    >
      <input type="hidden" name="quiz" value={id} />
      <fieldset>
        <legend>
          <Words text={question} />
        </legend>
        {options.map((option, index) => {
          // The chosen one is explained; once the right one is found, all are.
          const explained = given === index || solved;
          const mark = !explained ? null : option.right ? "right" : given === index ? "wrong" : "other";
          return (
            <div key={index} className={styles.option} data-mark={mark}>
              <label>
                <input
                  type="radio"
                  name="option"
                  value={index}
                  required
                  defaultChecked={given === index}
                  aria-describedby={explained ? `quiz-${id}-${index}` : undefined}
                />
                <span>{option.text}</span>
              </label>
              {/* Not there on the screen before it is asked for, and always on paper. */}
              <p
                id={`quiz-${id}-${index}`}
                className={explained ? styles.why : `${styles.why} ${styles.onPaper}`}
              >
                <strong lang={language}>
                  {option.right ? `✓ ${text.right}` : given === index ? `✗ ${text.wrong}` : text.other}
                </strong>{" "}
                <Words text={option.why} />
              </p>
            </div>
          );
        })}
      </fieldset>
      <div className={styles.foot} lang={language}>
        <button type="submit">{given === null ? text.answer : text.answerAgain}</button>
        <span role="status" className={styles.told}>
          {told}
        </span>
      </div>
      {trouble === null ? null : <p role="alert">{trouble}</p>}
    </form>
  );
}
