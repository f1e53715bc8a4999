import type { Transaction } from "../ensure-student.ts";
import { workspaceFiles } from "../schema.ts";

/** Writes a file's row; the caller holds the student's lock and has counted the version. */
export async function writeVersion(
  tx: Transaction,
  studentId: string,
  lab: string,
  file: { readonly path: string; readonly content: string | null; readonly version: number },
): Promise<void> {
  const changed = { content: file.content, version: file.version, updatedAt: Date.now() };
  await tx
    .insert(workspaceFiles)
    .values({ studentId, lab, path: file.path, ...changed })
    .onConflictDoUpdate({
      target: [workspaceFiles.studentId, workspaceFiles.lab, workspaceFiles.path],
      set: changed,
    });
}
