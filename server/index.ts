/**
 * The one door to the server for the pages and the command line. The pages' operations go to the site that
 * the process started (`site.ts`); what the command line needs is loaded when it is called, so that neither
 * drags in what only the other uses. Nothing here may reach a browser: every module behind it imports Node.
 */
import type { GradeReport } from "../core/check/result.ts";
import type { SeatHost } from "../core/seat/port.ts";
import type { Duplex } from "node:stream";
import type { Config } from "./config.ts";
import type { LoadedLab } from "./content/load-lab.ts";
import type { GradeRequest } from "./grading/grade-workspace.ts";
import { getSite } from "./site.ts";
import type { HeaderReader, Session, Site } from "./site.ts";

export { readConfig } from "./config.ts";
export type { Config } from "./config.ts";
export type { LoadedLab } from "./content/load-lab.ts";
export type { GradeRequest } from "./grading/grade-workspace.ts";
export type { FolderFile } from "./content/read-folder.ts";
export { renderLesson } from "./content/render-lesson.ts";
export type { RenderedLesson } from "./content/render-lesson.ts";
export { mintSession } from "./session/mint-session.ts";
export { checkOrigin } from "./session/check-origin.ts";
export type { HeaderReader, RunLog, Session } from "./site.ts";

// ---- for pages and routes ----

/** Who asks: `readSession(await headers())` in a page, `readSession(request.headers)` in a route. */
export const readSession = (headers: HeaderReader): Session => getSite().readSession(headers);

export const listCourses: Site["listCourses"] = () => getSite().listCourses();
export const getCourseOutline: Site["getCourseOutline"] = (...a) => getSite().getCourseOutline(...a);
export const searchCourse: Site["searchCourse"] = (...a) => getSite().searchCourse(...a);
export const readQuizAnswers: Site["readQuizAnswers"] = (...a) => getSite().readQuizAnswers(...a);
export const answerQuiz: Site["answerQuiz"] = (...a) => getSite().answerQuiz(...a);
export const openWorkspace: Site["openWorkspace"] = (...a) => getSite().openWorkspace(...a);
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

/** One lab with its starter. AppError NOT_FOUND, or a content error naming file, line and field. */
export async function loadLab(contentDir: string, labId: string): Promise<LoadedLab> {
  return (await import("./content/load-lab.ts")).loadLab(contentDir, labId);
}

/** Every lab of the content folder, or of one course. */
export async function loadCourseLabs(contentDir: string, course?: string): Promise<LoadedLab[]> {
  return (await import("./content/load-course-labs.ts")).loadCourseLabs(contentDir, course);
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
