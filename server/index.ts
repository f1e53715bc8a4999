/**
 * The one door to the server for the pages and the command line. The pages' operations go to the site that
 * the process started (`site.ts`); what the command line needs is loaded when it is called, so that neither
 * drags in what only the other uses. Nothing here may reach a browser: every module behind it imports Node.
 */
import type { Duplex } from "node:stream";
import type { AdviceLinks } from "../core/advice/advice.ts";
import type { GradeReport } from "../core/check/result.ts";
import type { ContentProblem } from "../core/course/content-problem.ts";
import type { SeatHost } from "../core/seat/port.ts";
import type { Config } from "./config.ts";
import type { LoadedLab } from "./content/load-lab.ts";
import type { FolderFile } from "./content/read-folder.ts";
import type { GradebookRow } from "./db/read-gradebook.ts";
import type { GradeRequest } from "./grading/grade-workspace.ts";
import type { HeaderReader, Session, Site } from "./site.ts";
import { getSite } from "./site.ts";

export type { Config } from "./config.ts";
export { readConfig } from "./config.ts";
export type { LoadedLab } from "./content/load-lab.ts";
export type { FolderFile } from "./content/read-folder.ts";
export type { RenderedLesson } from "./content/render-lesson.ts";
export { renderLesson } from "./content/render-lesson.ts";
export type { GradeRequest } from "./grading/grade-workspace.ts";
export { checkOrigin } from "./session/check-origin.ts";
export { mintSession } from "./session/mint-session.ts";
export { notSignedIn } from "./session/not-signed-in.ts";
export { takeSession } from "./session/session-cookie.ts";
export type { HeaderReader, RunLog, Session } from "./site.ts";

// ---- for pages and routes ----

/** Who asks; null: nobody. Pages ask by `requireStudent`, routes by `readRoute` and `writeRoute`. */
export const readSession = (headers: HeaderReader): Session | null => getSite().readSession(headers);
export const signIn: Site["signIn"] = (...a) => getSite().signIn(...a);
export const signOut: Site["signOut"] = (...a) => getSite().signOut(...a);

export const listCourses: Site["listCourses"] = () => getSite().listCourses();
export const getLessonProblems: Site["getLessonProblems"] = (...a) => getSite().getLessonProblems(...a);
export const followContent: Site["followContent"] = (...a) => getSite().followContent(...a);
export const getCourseOutline: Site["getCourseOutline"] = (...a) => getSite().getCourseOutline(...a);
export const getPicture: Site["getPicture"] = (...a) => getSite().getPicture(...a);
export const searchCourse: Site["searchCourse"] = (...a) => getSite().searchCourse(...a);
export const listLessonLabs: Site["listLessonLabs"] = (...a) => getSite().listLessonLabs(...a);
export const readQuizAnswers: Site["readQuizAnswers"] = (...a) => getSite().readQuizAnswers(...a);
export const answerQuiz: Site["answerQuiz"] = (...a) => getSite().answerQuiz(...a);
export const openWorkspace: Site["openWorkspace"] = (...a) => getSite().openWorkspace(...a);
export const openSolution: Site["openSolution"] = (...a) => getSite().openSolution(...a);
export const markStep: Site["markStep"] = (...a) => getSite().markStep(...a);
export const saveFile: Site["saveFile"] = (...a) => getSite().saveFile(...a);
export const deleteFile: Site["deleteFile"] = (...a) => getSite().deleteFile(...a);
export const resetWorkspace: Site["resetWorkspace"] = (...a) => getSite().resetWorkspace(...a);
export const submitForm: Site["submitForm"] = (...a) => getSite().submitForm(...a);
export const getLatestRuns: Site["getLatestRuns"] = (...a) => getSite().getLatestRuns(...a);
export const startRun: Site["startRun"] = (...a) => getSite().startRun(...a);
export const getRun: Site["getRun"] = (...a) => getSite().getRun(...a);
export const cancelRun: Site["cancelRun"] = (...a) => getSite().cancelRun(...a);
export const readRunEvents: Site["readRunEvents"] = (...a) => getSite().readRunEvents(...a);
export const openRunStream: Site["openRunStream"] = (...a) => getSite().openRunStream(...a);
export const readRunLog: Site["readRunLog"] = (...a) => getSite().readRunLog(...a);
export const streamRunLog: Site["streamRunLog"] = (...a) => getSite().streamRunLog(...a);
export const getSeatStatus: Site["getSeatStatus"] = (...a) => getSite().getSeatStatus(...a);
export const changeSeat: Site["changeSeat"] = (...a) => getSite().changeSeat(...a);
export const listTerminals: Site["listTerminals"] = (...a) => getSite().listTerminals(...a);
export const createTerminal: Site["createTerminal"] = (...a) => getSite().createTerminal(...a);
export const closeTerminal: Site["closeTerminal"] = (...a) => getSite().closeTerminal(...a);
export const listContainers: Site["listContainers"] = (...a) => getSite().listContainers(...a);
export const followLogs: Site["followLogs"] = (...a) => getSite().followLogs(...a);
export const stopContainer: Site["stopContainer"] = (...a) => getSite().stopContainer(...a);
export const listPushed: Site["listPushed"] = (...a) => getSite().listPushed(...a);
export const deletePushed: Site["deletePushed"] = (...a) => getSite().deletePushed(...a);
export const openPreview: Site["openPreview"] = (...a) => getSite().openPreview(...a);
export const requestApp: Site["requestApp"] = (...a) => getSite().requestApp(...a);
export const checkHealth: Site["checkHealth"] = () => getSite().checkHealth();
/** Settings of the running site. */
export const getConfig = (): Config => getSite().config;

// ---- for the command line ----

/** Deletes a folder in which another user may be at work; nothing outside it, whatever they do meanwhile. */
export async function removeTree(directory: string): Promise<void> {
  await (await import("./data-dir/remove-tree.ts")).removeTree(directory);
}

/** The beginning of a small regular file that another user may have put there; null when there is none. */
export async function readPlainFile(file: string): Promise<string | null> {
  return (await import("./data-dir/read-plain-file.ts")).readPlainFile(file);
}

export type { GradebookRow } from "./db/read-gradebook.ts";

/** One lab as a student of the site has it. AppError NOT_FOUND, or a content error naming file, line and field. */
export async function loadStudentLab(
  config: Pick<Config, "CONTENT_DIR" | "DATA_DIR">,
  studentId: string,
  labId: string,
): Promise<LoadedLab> {
  const { seedOf } = await import("./content/seed-of.ts");
  const key = await (await import("./session/session-key.ts")).readVariantKey(config.DATA_DIR);
  const { loadLab } = await import("./content/load-lab.ts");
  return loadLab(config.CONTENT_DIR, labId, seedOf(key, studentId, labId));
}

/** Every lab of the content folder, or of one course. What their variants are drawn with, or the usual seed. */
export async function loadCourseLabs(
  contentDir: string,
  course?: string,
  seed?: string,
): Promise<LoadedLab[]> {
  return (await import("./content/load-course-labs.ts")).loadCourseLabs(contentDir, course, seed);
}

/** One of a lab's own answers ("solution", "wrong/<name>") as the variant of `lab` has it. */
export async function readAnswer(lab: LoadedLab, folder: string): Promise<readonly FolderFile[]> {
  return (await import("./content/read-answer.ts")).readAnswer(lab, folder);
}

/** Every mistake in the courses below a folder, by file and line. */
export async function lintContent(
  contentDir: string,
  scope: import("./content/lint/lint-content.ts").LintScope,
): Promise<ContentProblem[]> {
  return (await import("./content/lint/lint-content.ts")).lintContent(contentDir, scope);
}

/** Slugs of the courses below a folder, sorted. */
export async function listCourseSlugs(contentDir: string): Promise<string[]> {
  return (await import("./content/load-course-labs.ts")).listCourseSlugs(contentDir);
}

/** Folders of a course's lessons in their order; null when there is no such course. */
export async function listLessonFolders(
  contentDir: string,
  course: string,
): Promise<import("./content/lesson-folders.ts").LessonFolder[] | null> {
  return (await import("./content/lesson-folders.ts")).listLessonFolders(contentDir, course);
}

/** Where a course teaches what the rules of the advice ask for; empty for a course that is not there. */
export async function readAdviceLinks(contentDir: string, course: string): Promise<AdviceLinks> {
  return (await import("./content/read-advice-links.ts")).readAdviceLinks(contentDir, course);
}

/** Name of a lab's folder below /workspace in a seat. */
export async function readLabFolder(contentDir: string, labId: string): Promise<string> {
  return (await import("./mirror/read-lab-folder.ts")).readLabFolder(contentDir, labId);
}

/** Regular UTF-8 files below a folder (no links), within the limits of a workspace. */
export async function readFolder(
  directory: string,
  limits: { readonly fileBytes: number; readonly totalBytes: number; readonly files: number },
): Promise<import("./content/read-folder.ts").FolderFile[]> {
  return (await import("./content/read-folder.ts")).readFolder(directory, limits);
}

/** AppError SEAT_HOST_MISSING says what is missing and how to give it. */
export async function connectSeatHost(config: Config): Promise<SeatHost<Duplex>> {
  return (await import("./seats/connect-seat-host.ts")).connectSeatHost(config);
}

/** Grades files in fresh grading seats. AppError for faults; what a student can cause is in the report. */
export async function gradeWorkspace(request: GradeRequest): Promise<GradeReport> {
  return (await import("./grading/grade-workspace.ts")).gradeWorkspace(request);
}

/** What every student has reached in every lab, and which solutions were opened. */
export async function openGradebook(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
): Promise<readonly GradebookRow[]> {
  // Never from a page: what starts PostgreSQL cannot be bundled.
  return (await import(/* turbopackIgnore: true */ "./open-gradebook.ts")).openGradebook(config);
}

export type { SecurityRow } from "./db/security/read-security-log.ts";

/** Who may come in, and who did what: the operations of `npm run invite` and `npm run audit`. */
export const openEntrance = async (): Promise<typeof import("./entrance.ts")> =>
  // Never from a page, as above.
  import(/* turbopackIgnore: true */ "./entrance.ts");
