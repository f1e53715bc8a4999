/** A mistake in the content of a course: where it is, what it is, what to do. */
export interface ContentProblem {
  /** Relative to the folder of the courses, with "/": "docker-for-ml/03-first-dockerfile/lesson.mdx". */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What is wrong, one sentence without a full stop at its end. */
  readonly message: string;
  /** What to do, in whole sentences. */
  readonly advice: string;
  /** Set when the lesson cannot be shown because of it. */
  readonly hides?: true;
}

/** One of a file whose name the caller knows. */
export type FileProblem = Omit<ContentProblem, "file">;

/** One line: "file:line: what is wrong. What to do." */
export function describeProblem({ file, line, message, advice }: ContentProblem): string {
  return `${file}:${line}: ${message}. ${advice}`;
}
