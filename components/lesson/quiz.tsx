import { Children, isValidElement, type ReactElement, type ReactNode } from "react";
import type { QuizAnswer } from "../../core/course/quiz.ts";
import { QuizForm } from "./quiz-form.tsx";

export interface OptionProps {
  /** Why it is right, or what speaks against it. `backticks` mean code. */
  readonly why: string;
  readonly right?: boolean;
  readonly children: ReactNode;
}

/** One answer to choose; only ever inside a Quiz, which shows it. */
export function Option({ children }: OptionProps): ReactElement {
  return <>{children}</>;
}

export interface QuizProps {
  readonly id: string;
  /** `backticks` mean code. */
  readonly question: string;
  readonly children: ReactNode;
}

/** The questions of one lesson and one student: MDX names the component, the page gives it what was answered. */
export function quizOf(lesson: {
  readonly course: string;
  readonly lesson: string;
  readonly answers: Readonly<Record<string, QuizAnswer>>;
}): (props: QuizProps) => ReactElement {
  return function Quiz({ id, question, children }) {
    return (
      <QuizForm
        id={id}
        question={question}
        action={`/api/lessons/${lesson.course}/${lesson.lesson}/quiz`}
        options={optionsIn(children)}
        answer={lesson.answers[id] ?? null}
      />
    );
  };
}

/** MDX puts options that stand apart into paragraphs, and white space between them. */
function optionsIn(children: ReactNode): { text: ReactNode; why: string; right: boolean }[] {
  return Children.toArray(children).flatMap((child) => {
    if (!isValidElement<OptionProps>(child)) return [];
    if (child.type !== Option) return optionsIn(child.props.children);
    return [{ text: child.props.children, why: child.props.why, right: child.props.right === true }];
  });
}
