import { randomUUID } from "node:crypto";
import { and, desc, eq, inArray } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import type { ResetRequest } from "../../../core/lab/open-workspace.ts";
import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { say } from "../../../core/messages/say.ts";
import type { LoadedLab } from "../../content/load-lab.ts";
import type { Transaction } from "../ensure-student.ts";
import { lockStudent } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { workspaceFiles, workspaceResets } from "../schema.ts";
import { dropGoneFiles, dropOldResets } from "./bound-student.ts";
import type { WorkspaceLimits } from "./check-file.ts";
import { checkWritable } from "./check-file.ts";
import { canUndoReset, readWorkspace } from "./read-workspace.ts";
import { writeVersion } from "./write-version.ts";

/** How many resets of one lab can be taken back, the latest first. */
const RESETS_KEPT = 20;

/**
 * Gives one file, or all, the starter's text, or takes the last reset back. What a reset takes away is kept,
 * and what was typed between a reset and its undo as well: a second undo brings it.
 * @throws AppError CONFLICT when there is nothing to undo, TOO_LARGE when it has no room beside what is there now,
 * BAD_REQUEST, NOT_ALLOWED_FOR_FILE
 */
export async function resetWorkspace(
  db: Database,
  studentId: string,
  lab: LoadedLab,
  request: ResetRequest,
  limits: WorkspaceLimits,
): Promise<{ files: WorkspaceFile[]; canUndoReset: boolean }> {
  const path = "path" in request ? request.path : undefined;
  if (path !== undefined) checkWritable(path, lab.lab);
  return db.transaction(async (tx) => {
    await lockStudent(tx, studentId);
    if ("undo" in request) await undo(tx, studentId, lab.id);
    else await reset(tx, studentId, lab.id, path);
    const files = await readWorkspace(tx, studentId, lab);
    // What is taken back comes beside what was added since.
    if ("undo" in request) checkRoom(files, limits);
    await dropGoneFiles(tx, studentId, lab, limits);
    await dropOldResets(tx, studentId, limits);
    return {
      files,
      canUndoReset: await canUndoReset(tx, studentId, lab.id),
    };
  });
}

function checkRoom(files: readonly WorkspaceFile[], limits: WorkspaceLimits): void {
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0);
  if (files.length <= limits.files && bytes <= limits.totalBytes) return;
  throw new AppError("TOO_LARGE", {
    message: `${files.length} files of ${bytes} bytes after the undo`,
    userMessage: say("reset.too-much", {
      files: files.length,
      bytes,
      mostFiles: limits.files,
      mostBytes: limits.totalBytes,
    }),
  });
}

const rowsOf = (tx: Transaction, studentId: string, labId: string) =>
  tx
    .select()
    .from(workspaceFiles)
    .where(and(eq(workspaceFiles.studentId, studentId), eq(workspaceFiles.lab, labId)));

async function reset(
  tx: Transaction,
  studentId: string,
  labId: string,
  path: string | undefined,
): Promise<void> {
  const rows = await rowsOf(tx, studentId, labId);
  const changed = rows.filter((row) => row.content !== null && (path === undefined || row.path === path));
  if (changed.length === 0) return;
  for (const row of changed) {
    await writeVersion(tx, studentId, labId, { path: row.path, content: null, version: row.version + 1 });
  }
  await keep(tx, studentId, labId, changed);
}

async function undo(tx: Transaction, studentId: string, labId: string): Promise<void> {
  const [last] = await tx
    .select()
    .from(workspaceResets)
    .where(and(eq(workspaceResets.studentId, studentId), eq(workspaceResets.lab, labId)))
    .orderBy(desc(workspaceResets.createdAt))
    .limit(1);
  if (last === undefined) {
    throw new AppError("CONFLICT", {
      message: "no reset to undo",
      userMessage: say("reset.none"),
    });
  }
  const rows = new Map((await rowsOf(tx, studentId, labId)).map((row) => [row.path, row]));
  const before = last.files.map(({ path }) => ({ path, content: rows.get(path)?.content ?? null }));
  for (const { path, content } of last.files) {
    await writeVersion(tx, studentId, labId, { path, content, version: (rows.get(path)?.version ?? 0) + 1 });
  }
  await tx.delete(workspaceResets).where(eq(workspaceResets.id, last.id));
  if (before.some((file) => file.content !== null)) await keep(tx, studentId, labId, before);
}

async function keep(
  tx: Transaction,
  studentId: string,
  lab: string,
  files: readonly { path: string; content: string | null }[],
): Promise<void> {
  const kept = files.map(({ path, content }) => ({ path, content }));
  await tx
    .insert(workspaceResets)
    .values({ id: randomUUID(), studentId, lab, files: kept, createdAt: Date.now() });
  const old = await tx
    .select({ id: workspaceResets.id })
    .from(workspaceResets)
    .where(and(eq(workspaceResets.studentId, studentId), eq(workspaceResets.lab, lab)))
    .orderBy(desc(workspaceResets.createdAt))
    .offset(RESETS_KEPT);
  const ids = old.map((row) => row.id);
  if (ids.length > 0) await tx.delete(workspaceResets).where(inArray(workspaceResets.id, ids));
}
