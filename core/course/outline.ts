import type { SolutionMark } from "../lab/solution.ts";
import type { StepProgress } from "../lab/step.ts";
import type { LabProgress } from "../progress/lab-progress.ts";
import type { QuizDefinition } from "./quiz.ts";
import type { LessonFrontMatter } from "./schema.ts";

export interface CourseSummary {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly language: string;
  readonly lessons: number;
  /** Sum over the lessons. */
  readonly minutes: number;
}

export interface LessonSummary {
  /** Folder name without its number. */
  readonly slug: string;
  /** The folder's number; lessons are sorted by it. */
  readonly number: number;
  /** BCP 47 tag of title and summary. */
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  /** In the order of the page; empty for a lesson without one. */
  readonly labs: readonly LessonLab[];
}

/** A lab of a lesson, and what its student has reached in it. */
export interface LessonLab {
  /** "course/lesson/lab" */
  readonly id: string;
  /** Null until the first check. */
  readonly progress: LabProgress | null;
  /** Null until the student has opened the solution. */
  readonly solution: SolutionMark | null;
  /** Set for a lab without a check: it is done when each of its steps is ticked off. Null for one that is judged. */
  readonly steps: StepProgress | null;
}

/** One of the labs that a lesson offers, by its title. */
export interface LabChoice extends LessonLab {
  readonly title: string;
}

export interface CourseOutline extends CourseSummary {
  readonly outline: readonly LessonSummary[];
}

export interface Heading {
  /** 2 is a section, 3 below it. */
  readonly depth: number;
  /** The heading's id attribute. */
  readonly id: string;
  readonly text: string;
}

export interface LessonLink {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
}

export interface LessonDocument {
  readonly course: { readonly slug: string; readonly title: string; readonly language: string };
  readonly slug: string;
  readonly number: number;
  /** BCP 47 tag of the prose: the reader's when there is a lesson.<tag>.mdx, otherwise the course's. */
  readonly language: string;
  readonly frontMatter: LessonFrontMatter;
  readonly headings: readonly Heading[];
  readonly quizzes: readonly QuizDefinition[];
  readonly previous: LessonLink | null;
  readonly next: LessonLink | null;
  /** "course/lesson/lab" of each lab beside the prose, in the order of the page. */
  readonly labIds: readonly string[];
}
