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
  /** "course/lesson/lab"; null for a lesson without one. */
  readonly labId: string | null;
  /** Null without a lab, and until the first check. */
  readonly progress: LabProgress | null;
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
  /** Folder of the lab beside the prose, and its full id; null for a lesson without one. */
  readonly labSlug: string | null;
  readonly labId: string | null;
}
