import type { CourseOutline, CourseSummary, LabChoice, LessonDocument } from "../core/course/outline.ts";
import type { QuizAnswer, QuizRequest } from "../core/course/quiz.ts";
import type { FormNotice } from "../core/lab/form-notice.ts";
import type { OpenWorkspace, ResetRequest } from "../core/lab/open-workspace.ts";
import type { OpenedSolution } from "../core/lab/solution.ts";
import type { MarkedSteps, MarkStepRequest } from "../core/lab/step.ts";
import type {
  AppRequest,
  AppResponse,
  SaveFileRequest,
  SaveFileResult,
  WorkspaceFile,
} from "../core/lab/workspace.ts";
import type { DeletePushedRequest, PushedImages } from "../core/registry/listing.ts";
import type { RunEvent, RunKind } from "../core/run/event.ts";
import type { LatestRuns } from "../core/run/latest-runs.ts";
import type { RunSummary } from "../core/run/run.ts";
import type { SearchHit } from "../core/search/search-index.ts";
import type { SeatContainers } from "../core/seat/containers.ts";
import type { LogsOf } from "../core/seat/log-events.ts";
import type { SeatStatus } from "../core/seat/status.ts";
import type { TerminalSummary } from "../core/terminal/protocol.ts";
import type { Language } from "../core/text/language.ts";
import type { Config } from "./config.ts";
import type { LessonProblems } from "./content/authoring/get-lesson-problems.ts";
import type { Picture } from "./content/read-picture.ts";
import type { SignedIn } from "./session/sign-in.ts";
import type { FormInput } from "./workspace/submit-form.ts";

/** Anything that hands out a header by name: `Headers`, or what `await headers()` gives in a page. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** Who a request comes from, and how long that counts. */
export interface Session {
  readonly studentId: string;
  /** ms since 1970; null: the one student at the site's own computer. */
  readonly expiresAt: number | null;
  /** Which key it was opened with; null where there was none. */
  readonly generation: string | null;
}

/** A lesson with its compiled MDX: source text of a function body, made on this server from trusted content. */
export interface CompiledLesson extends LessonDocument {
  readonly code: string;
  /** Why it cannot be shown, for the log; null when it can. */
  readonly fault: string | null;
}

/** A finished log: text as the programs printed it, without terminal escapes. */
export interface RunLog {
  readonly run: RunSummary;
  readonly text: string;
  /** True when earlier lines were left out (never for the download). */
  readonly truncated: boolean;
}

/**
 * Every operation of the running site. Made once by the process (server/main.ts) and reached by the pages
 * through globalThis, because Next loads modules a second time. A student only ever reaches their own rows:
 * what belongs to somebody else is NOT_FOUND.
 */
export interface Site {
  readonly config: Config;
  /** Null: nobody, who gets nothing but the way in. */
  readSession(headers: HeaderReader): Session | null;
  /**
   * Makes a session of what stands behind "#" in an invitation's link.
   * @param isSecure the browser reaches the site over https
   */
  signIn(invitation: string, isSecure: boolean): Promise<SignedIn>;
  /** Keeps that a student signs out; the answer takes the cookie away. */
  signOut(studentId: string): Promise<void>;

  listCourses(): Promise<readonly CourseSummary[]>;
  /** Null when there is no such course. */
  getCourseOutline(course: string, studentId: string, language?: Language): Promise<CourseOutline | null>;
  /** What an author has to mend in a lesson; null for a site that is not run for authors, and without such a lesson. */
  getLessonProblems(course: string, lesson: string): Promise<LessonProblems | null>;
  /** Server-sent events (`ContentChange`) of what an author saves; null for a site that is not run for authors. */
  followContent(signal: AbortSignal): ReadableStream<Uint8Array> | null;
  /** Null when there is no such lesson. In `language` where it is translated. */
  getLesson(course: string, lesson: string, language?: Language): Promise<CompiledLesson | null>;
  /** A picture out of the lesson's folder; null when there is none that is sent. @param path with "/" */
  getPicture(course: string, lesson: string, path: string): Promise<Picture | null>;
  /** Sections that a question leads to, best first; null when there is no such course. */
  searchCourse(
    course: string,
    question: { readonly query: string; readonly language: Language; readonly limit: number },
  ): Promise<readonly SearchHit[] | null>;

  /** The labs of a lesson with their titles, in the order of the page. NOT_FOUND when there is no such lesson. */
  listLessonLabs(studentId: string, course: string, lesson: string): Promise<readonly LabChoice[]>;

  /** A student's answers to the questions of a lesson, by the question's id. */
  readQuizAnswers(
    studentId: string,
    course: string,
    lesson: string,
  ): Promise<Readonly<Record<string, QuizAnswer>>>;
  /** Keeps an answer. NOT_FOUND for a question or an option that the lesson does not have. */
  answerQuiz(studentId: string, course: string, lesson: string, request: QuizRequest): Promise<QuizAnswer>;

  /** AppError NOT_FOUND when there is no such lab (so for every operation that takes a lab id). */
  openWorkspace(studentId: string, labId: string): Promise<OpenWorkspace>;
  /** The lab's solution; that it was opened is kept. NOT_FOUND for a lab that has none. */
  openSolution(studentId: string, labId: string): Promise<OpenedSolution>;
  /** Ticks a step off that nobody judges, or takes the tick back. NOT_FOUND for a step that the lab does not have. */
  markStep(studentId: string, labId: string, request: MarkStepRequest): Promise<MarkedSteps>;
  saveFile(studentId: string, labId: string, request: SaveFileRequest): Promise<SaveFileResult>;
  deleteFile(
    studentId: string,
    labId: string,
    request: { readonly path: string; readonly baseVersion: number },
  ): Promise<SaveFileResult>;
  /** Answers with the files as they are afterwards. CONFLICT when there is nothing to undo. */
  resetWorkspace(
    studentId: string,
    labId: string,
    request: ResetRequest,
  ): Promise<{ readonly files: readonly WorkspaceFile[]; readonly canUndoReset: boolean }>;

  /** What a form of the page without JavaScript asks for; the code of what to tell. */
  submitForm(studentId: string, labId: string, form: FormInput): Promise<FormNotice>;

  getLatestRuns(studentId: string, labId: string): Promise<LatestRuns>;
  /**
   * started: the new run. busy: this student has an unfinished run of this lab and kind (a start is replaced
   * instead). TOO_MANY beyond RUNS_PER_STUDENT.
   */
  startRun(
    studentId: string,
    labId: string,
    kind: RunKind,
  ): Promise<{ status: "started"; run: RunSummary } | { status: "busy"; run: RunSummary }>;
  /** Null when there is no such run of this student. */
  getRun(studentId: string, runId: string): Promise<RunSummary | null>;
  /** Resolves once the run is finished or two seconds are over; a finished run stays as it is. */
  cancelRun(studentId: string, runId: string): Promise<RunSummary>;
  /** Events with seq > after, oldest first, at most `limit`. */
  readRunEvents(studentId: string, runId: string, after: number, limit: number): Promise<readonly RunEvent[]>;
  /** Server-sent events after `after`, then live until the final event. Null when all has been sent already. */
  openRunStream(
    studentId: string,
    runId: string,
    after: number,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array> | null>;
  /** The last `maxBytes` of the log as text, for the page without JavaScript. */
  readRunLog(studentId: string, runId: string, maxBytes: number): Promise<RunLog>;
  /** The whole log, piece by piece. */
  streamRunLog(studentId: string, runId: string): Promise<ReadableStream<Uint8Array>>;

  getSeatStatus(studentId: string): Promise<SeatStatus>;
  /** fresh: thrown away, and a new one is there when this resolves. */
  changeSeat(studentId: string, action: "sleep" | "discard" | "fresh"): Promise<SeatStatus>;
  listTerminals(studentId: string): readonly TerminalSummary[];
  /** A new terminal in the lab's folder. TOO_MANY beyond what one student may have open. */
  createTerminal(studentId: string, labId: string): Promise<TerminalSummary>;
  /** Ends its shell and what runs in it. No terminal of that name is no error. */
  closeTerminal(studentId: string, terminalId: string): void;
  /** What runs in the student's seat, in its engine's words; neither wakes the seat nor keeps it awake. */
  listContainers(studentId: string): Promise<SeatContainers>;
  /**
   * Server-sent events (`SeatLogEvent`) of what containers print, until the signal fires, the seat sleeps, or half an
   * hour is over; neither wakes the seat nor keeps it awake. TOO_MANY beyond what one student may follow.
   */
  followLogs(studentId: string, of: LogsOf, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** CONFLICT when the seat does not run. `containerId`: 64 hexadecimal digits. */
  stopContainer(studentId: string, containerId: string): Promise<void>;
  /** What the student has in the class registry; neither wakes the seat nor keeps it awake. */
  listPushed(studentId: string): Promise<PushedImages>;
  /** Deletes an image of theirs with its tags. CONFLICT when the seat does not run. */
  deletePushed(studentId: string, request: DeletePushedRequest): Promise<void>;
  /**
   * A link into a preview of a port of the student's seat, or of the container of Run: works once, within a minute.
   * @param siteOrigin as the browser has it: "http://localhost:3000"
   * @param until when the session ends that asks, ms since 1970, and the preview with it; null: it has no end
   * @throws AppError CONFLICT when the seat does not run or the site has no name to give to a preview; TOO_MANY
   */
  openPreview(
    studentId: string,
    target: { readonly of: "seat" | "app"; readonly port: number },
    siteOrigin: string,
    until: number | null,
  ): Promise<string>;
  /** CONFLICT when the student has no running container in this lab. */
  requestApp(studentId: string, labId: string, request: AppRequest): Promise<AppResponse>;
  /** Rejects when the database does not answer. */
  checkHealth(): Promise<{ readonly seats: "ready" | "missing" }>;
}

const key = Symbol.for("drydock.site");
const holder = globalThis as { [key]?: Site };

/** Called once by the process, before it listens. */
export function provideSite(site: Site | undefined): void {
  if (site === undefined) Reflect.deleteProperty(holder, key);
  else holder[key] = site;
}

/** The running site. Throws outside of the process that serves it. */
export function getSite(): Site {
  const site = holder[key];
  if (site === undefined)
    throw new Error("The site is not running in this process (server/main.ts starts it).");
  return site;
}
