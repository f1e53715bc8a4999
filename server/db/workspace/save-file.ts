import { and, eq } from "drizzle-orm";
import type { SaveFileRequest, SaveFileResult } from "../../../core/lab/workspace.ts";
import type { LoadedLab } from "../../content/load-lab.ts";
import { lockStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { workspaceFiles } from "../schema.ts";
import { checkShare } from "./bound-student.ts";
import type { WorkspaceLimits } from "./check-file.ts";
import { checkContent, checkWritable } from "./check-file.ts";
import { readWorkspace } from "./read-workspace.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Saves one file if nobody saved it since the version that the writer had before them.
 * @returns saved with the new version, or the conflict with the file as it is; nothing is lost either way
 * @throws AppError BAD_REQUEST, NOT_ALLOWED_FOR_FILE, TOO_LARGE
 */
export async function saveFile(
  db: Database,
  studentId: string,
  lab: LoadedLab,
  request: SaveFileRequest,
  limits: WorkspaceLimits,
): Promise<SaveFileResult> {
  const { path, content, baseVersion } = request;
  checkWritable(path, lab.lab);
  return db.transaction(async (tx) => {
    await lockStudent(tx, studentId);
    const files = await readWorkspace(tx, studentId, lab);
    const current = files.find((file) => file.path === path);
    if (current !== undefined && current.version !== baseVersion) {
      // The same text twice is no conflict: an answer was lost, and the tab sent its save again.
      if (current.content === content) return { status: "saved", version: current.version };
      return { status: "conflict", current };
    }
    checkContent(path, content, files, limits);
    const [row] = await tx
      .select({ version: workspaceFiles.version })
      .from(workspaceFiles)
      .where(
        and(
          eq(workspaceFiles.studentId, studentId),
          eq(workspaceFiles.lab, lab.id),
          eq(workspaceFiles.path, path),
        ),
      );
    const version = (row?.version ?? 0) + 1;
    // A tab that still shows a file which another tab deleted: saving it again would undo that in silence.
    // One that names the version of the deletion knows of it: its student was asked, and keeps the file.
    if (current === undefined && baseVersion !== 0 && baseVersion !== row?.version) {
      const gone = { path, content: "", version: row?.version ?? 0, editable: true, starter: null };
      return { status: "conflict", current: gone, isGone: true };
    }
    await checkShare(tx, studentId, lab.id, { path, content }, limits);
    await writeVersion(tx, studentId, lab.id, { path, content, version });
    return { status: "saved", version };
  });
}
