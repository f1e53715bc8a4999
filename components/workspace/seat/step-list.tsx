"use client";

import type { ReactElement } from "react";
import type { PublicLab } from "../../../core/lab/open-workspace.ts";
import { useStore } from "../../client/use-store.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "./step-list.module.css";
import type { StepsStore } from "./steps-store.ts";

interface StepListProps {
  readonly lab: PublicLab;
  readonly store: StepsStore;
}

/** What the student ticks off. Each button is a form of its own, so it works without JavaScript. */
export function StepList({ lab, store }: StepListProps): ReactElement | null {
  const words = useText().labs.steps;
  const { done, saving, problem } = useStore(store);
  if (lab.steps.length === 0) return null;
  return (
    <section className={styles.steps} aria-label={words.title}>
      <h3>{words.title}</h3>
      <p className={styles.about}>{words.about}</p>
      <ol className={styles.list}>
        {lab.steps.map(({ id, title }) => {
          const isDone = done.includes(id);
          return (
            <li key={id} className={styles.step}>
              <span>
                <span aria-hidden="true" className={styles.sign}>
                  {isDone ? "✓" : "○"}
                </span>
                {title}
                {isDone ? <span className="unseen">{words.isDone}</span> : null}
              </span>
              <form
                method="post"
                action={`/api/labs/${lab.id}/steps`}
                onSubmit={(event) => {
                  event.preventDefault();
                  void store.mark(id, !isDone);
                }}
              >
                <input type="hidden" name="step" value={id} />
                <button
                  type="submit"
                  name="done"
                  value={isDone ? "false" : "true"}
                  aria-disabled={saving.includes(id)}
                  aria-label={isDone ? words.undoNamed(title) : words.doneNamed(title)}
                  className={isDone ? "quiet" : undefined}
                >
                  {isDone ? words.undo : words.done}
                </button>
              </form>
            </li>
          );
        })}
      </ol>
      {problem === null ? null : (
        <p role="alert" className={styles.about}>
          {problem}
        </p>
      )}
    </section>
  );
}
