import { AppError } from "../../../core/errors.ts";
import type { SaveFileResult } from "../../../core/lab/workspace.ts";
import { say } from "../../../core/messages/say.ts";
import type { LoadedLab } from "../../content/load-lab.ts";
import { lockStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { dropGoneFiles } from "./bound-student.ts";
import type { WorkspaceLimits } from "./check-file.ts";
import { checkWritable } from "./check-file.ts";
import { readWorkspace } from "./read-workspace.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Deletes a file that the student added.
 * @returns saved with the version that now stands for "gone", or a conflict with what somebody saved since
 * @throws AppError BAD_REQUEST, NOT_FOUND, NOT_ALLOWED_FOR_FILE for a file of the starter
 */
export async function deleteFile(
  db: Database,
  studentId: string,
  lab: LoadedLab,
  request: { readonly path: string; readonly baseVersion: number },
  limits: WorkspaceLimits,
): Promise<SaveFileResult> {
  const { path, baseVersion } = request;
  checkWritable(path, lab.lab);
  return db.transaction(async (tx) => {
    await lockStudent(tx, studentId);
    const current = (await readWorkspace(tx, studentId, lab)).find((file) => file.path === path);
    if (current === undefined) {
      throw new AppError("NOT_FOUND", {
        message: `no file ${path}`,
        userMessage: say("files.none", { path }),
      });
    }
    if (current.starter !== null) {
      throw new AppError("NOT_ALLOWED_FOR_FILE", {
        message: `${path} belongs to the starter`,
        userMessage: say("files.belongs", { path }),
      });
    }
    if (current.version !== baseVersion) return { status: "conflict", current };
    const version = current.version + 1;
    await writeVersion(tx, studentId, lab.id, { path, content: null, version });
    await dropGoneFiles(tx, studentId, lab, limits);
    return { status: "saved", version };
  });
}
