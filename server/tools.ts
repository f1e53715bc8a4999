/**
 * What the command line, the authors' tools and the bench use of the server. Each is loaded when it is called, so that a
 * command does not drag in what it does not use.
 */
import type { Duplex } from "node:stream";
import type { AdviceLinks } from "../core/advice/advice.ts";
import type { GradeReport } from "../core/check/result.ts";
import type { ContentProblem } from "../core/course/content-problem.ts";
import type { Submission } from "../core/lab/submission.ts";
import type { SeatHost } from "../core/seat/port.ts";
import type { Config } from "./config.ts";
import type { LoadedLab } from "./content/load-lab.ts";
import type { FolderFile } from "./content/read-folder.ts";
import type { GradebookRow } from "./db/read-gradebook.ts";
import type { DroppedSubmission } from "./db/submissions/read-submission.ts";
import type { GradeRequest } from "./grading/grade-workspace.ts";

export type { Config } from "./config.ts";
export { readConfig } from "./config.ts";
export type { LoadedLab } from "./content/load-lab.ts";
export type { FolderFile } from "./content/read-folder.ts";
export type { DroppedSubmission } from "./db/submissions/read-submission.ts";
export type { GradeRequest } from "./grading/grade-workspace.ts";
export { mintSession } from "./session/mint-session.ts";

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

/** A lab with a variant that was drawn before, and the number that tells whether the lab is still the same. */
export async function loadSubmittedLab(
  contentDir: string,
  labId: string,
  variant: Submission["variant"],
): Promise<{ readonly lab: LoadedLab; readonly hash: string }> {
  const lab = await (await import("./content/load-lab.ts")).loadLab(contentDir, labId, variant);
  return { lab, hash: (await import("./content/hash-lab.ts")).hashLab(lab) };
}

/** Submissions of the site with these settings, the newest first; `take` gets one after the other, with its files. */
export async function openSubmissions(
  config: Pick<Config, "DATA_DIR" | "DATABASE_URL">,
  query: import("./db/submissions/read-submission.ts").SubmissionQuery,
  take: (submission: Submission | DroppedSubmission) => Promise<void>,
): Promise<number> {
  // Never from a page: what starts PostgreSQL cannot be bundled.
  const { openSubmissions: open } = await import(/* turbopackIgnore: true */ "./open-submissions.ts");
  return open(config, query, take);
}

export type { GradeChange } from "./db/regrades/apply-regrade.ts";
export type { RegradeDesk } from "./open-regrade.ts";

/** The regrade of a lab, and how one is undone: the operations of `npm run regrade`. */
export const openRegrades = async (): Promise<typeof import("./open-regrade.ts")> =>
  // Never from a page, as above.
  import(/* turbopackIgnore: true */ "./open-regrade.ts");
