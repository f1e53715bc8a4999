import { join } from "node:path";
import type { CourseOutline, CourseSummary, LabChoice } from "../../core/course/outline.ts";
import type { QuizAnswer, QuizRequest } from "../../core/course/quiz.ts";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SearchHit } from "../../core/search/search-index.ts";
import type { Language } from "../../core/text/language.ts";
import type { Config } from "../config.ts";
import type { ContentFeed } from "../content/authoring/content-feed.ts";
import { getLessonProblems, type LessonProblems } from "../content/authoring/get-lesson-problems.ts";
import { getLesson } from "../content/get-lesson.ts";
import { listCourses, readCourseOutline } from "../content/list-courses.ts";
import { listLessonLabs } from "../content/list-lesson-labs.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { type Picture, readPicture } from "../content/read-picture.ts";
import { searchCourse } from "../content/search-course.ts";
import type { Database } from "../db/open-database.ts";
import { readAnswers } from "../db/quiz/read-answers.ts";
import { saveAnswer } from "../db/quiz/save-answer.ts";
import { readProgress } from "../db/runs/read-runs.ts";
import { readSolutions } from "../db/solutions/read-solutions.ts";
import { readSteps } from "../db/steps/read-steps.ts";
import type { CompiledLesson } from "../site.ts";

export interface CoursesParts {
  readonly config: Pick<Config, "CONTENT_DIR" | "DATA_DIR">;
  readonly db: Database;
  readonly labOf: (studentId: string, labId: string) => Promise<LoadedLab>;
  /** Told of what an author saves; a site without it keeps mistakes of authors to itself. */
  readonly authors?: ContentFeed;
}

export type Courses = ReturnType<typeof createCourses>;

/** What there is to read, and how far a student has come in it. */
export function createCourses({ config, db, labOf, authors }: CoursesParts) {
  const content = config.CONTENT_DIR;
  const cacheDir = join(config.DATA_DIR, "cache", "lessons");

  /** Null when there is no such course. */
  const getCourseOutline = async (
    course: string,
    studentId: string,
    language?: Language,
  ): Promise<CourseOutline | null> => {
    const reached = await Promise.all([
      readProgress(db, studentId),
      readSolutions(db, studentId),
      readSteps(db, studentId),
    ]);
    return readCourseOutline(content, course, ...reached, language);
  };
  /** Null when there is no such lesson. In `language` where it is translated. */
  const readLesson = (course: string, lesson: string, language?: Language): Promise<CompiledLesson | null> =>
    getLesson(content, cacheDir, course, lesson, language);

  return {
    listCourses: (): Promise<readonly CourseSummary[]> => listCourses(content),
    getCourseOutline,
    getLesson: readLesson,

    /** A picture out of the lesson's folder; null when there is none that is sent. @param path with "/" */
    getPicture: (course: string, lesson: string, path: string): Promise<Picture | null> =>
      readPicture(content, course, lesson, path),

    /** Sections that a question leads to, best first; null when there is no such course. */
    searchCourse: (
      course: string,
      question: { readonly query: string; readonly language: Language; readonly limit: number },
    ): Promise<readonly SearchHit[] | null> => searchCourse(content, cacheDir, course, question),

    /** What an author has to mend in a lesson; null for a site that is not run for authors, and without such a lesson. */
    getLessonProblems: async (course: string, lesson: string): Promise<LessonProblems | null> =>
      authors === undefined
        ? null
        : await getLessonProblems({ contentDir: content, cacheDir, publicDir: "public" }, course, lesson),

    /** Server-sent events (`ContentChange`) of what an author saves; null for a site that is not run for authors. */
    followContent: (signal: AbortSignal): ReadableStream<Uint8Array> | null =>
      authors?.follow(signal) ?? null,

    /** The labs of a lesson with their titles, in the order of the page. NOT_FOUND when there is no such lesson. */
    listLessonLabs: async (
      studentId: string,
      course: string,
      lesson: string,
    ): Promise<readonly LabChoice[]> => {
      const outline = await getCourseOutline(course, studentId);
      const found = outline?.outline.find((one) => one.slug === lesson);
      if (found !== undefined) return listLessonLabs(found.labs, (labId) => labOf(studentId, labId));
      throw new AppError("NOT_FOUND", {
        message: `no lesson ${course}/${lesson}`,
        userMessage: say("lesson.none"),
      });
    },

    /** A student's answers to the questions of a lesson, by the question's id. */
    readQuizAnswers: (
      studentId: string,
      course: string,
      lesson: string,
    ): Promise<Readonly<Record<string, QuizAnswer>>> => readAnswers(db, studentId, `${course}/${lesson}`),

    /** Keeps an answer. NOT_FOUND for a question or an option that the lesson does not have. */
    answerQuiz: async (
      studentId: string,
      course: string,
      lesson: string,
      request: QuizRequest,
    ): Promise<QuizAnswer> => {
      const found = await readLesson(course, lesson);
      const question = found?.quizzes.find((one) => one.id === request.quiz);
      if (question === undefined || request.option >= question.options) {
        throw new AppError("NOT_FOUND", {
          message: `no option ${request.option} of quiz ${request.quiz}`,
          userMessage: say("quiz.gone"),
        });
      }
      return await saveAnswer(
        db,
        studentId,
        { lesson: `${course}/${lesson}`, quiz: question.id },
        { option: request.option, right: request.option === question.right },
      );
    },
  };
}
