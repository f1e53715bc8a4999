import { and, desc, eq } from "drizzle-orm";
import type { AdviceLinks } from "../../../core/advice/advice.ts";
import { evidenceSourceOf } from "../../../core/check/evidence-source-of.ts";
import type { PublicLab } from "../../../core/lab/open-workspace.ts";
import { tellTask } from "../../../core/lab/variants.ts";
import type { WorkspaceFile } from "../../../core/lab/workspace.ts";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import type { LoadedLab } from "../../content/load-lab.ts";
import type { Transaction } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { workspaceFiles, workspaceResets } from "../schema.ts";

/**
 * A student's files: the starter with what they saved on top, sorted by path. A file that may not be edited
 * is always the starter's, also when it once could be.
 */
export async function readWorkspace(
  db: Database | Transaction,
  studentId: string,
  lab: LoadedLab,
): Promise<WorkspaceFile[]> {
  const rows = await db
    .select()
    .from(workspaceFiles)
    .where(and(eq(workspaceFiles.studentId, studentId), eq(workspaceFiles.lab, lab.id)));
  const saved = new Map(rows.map((row) => [row.path, row]));
  const starter = new Map(lab.starter.map((file) => [file.path, file.content]));
  const files: WorkspaceFile[] = [];
  for (const path of [...new Set([...starter.keys(), ...saved.keys()])].sort()) {
    const editable = isEditable(path, lab.lab.editable);
    const row = saved.get(path);
    const original = starter.get(path) ?? null;
    const content = (editable ? row?.content : null) ?? original;
    if (content === null) continue;
    files.push({ path, content, version: row?.version ?? 0, editable, starter: original });
  }
  return files;
}

/** True when there is a reset that can be taken back. */
export async function canUndoReset(
  db: Database | Transaction,
  studentId: string,
  labId: string,
): Promise<boolean> {
  const rows = await db
    .select({ id: workspaceResets.id })
    .from(workspaceResets)
    .where(and(eq(workspaceResets.studentId, studentId), eq(workspaceResets.lab, labId)))
    .orderBy(desc(workspaceResets.createdAt))
    .limit(1);
  return rows.length > 0;
}

/** What a student may know of a lab: nothing that gives away how it is graded in detail. */
export function publicLab({ id, lab, variant }: LoadedLab, advice: AdviceLinks): PublicLab {
  return {
    id,
    title: lab.title,
    summary: lab.summary,
    minutes: lab.minutes,
    port: lab.port,
    image: lab.image ?? null,
    builds: lab.image !== undefined,
    source: evidenceSourceOf(lab.checks),
    open: lab.open,
    editable: lab.editable,
    requests: lab.requests,
    task: tellTask(lab.variants ?? {}, variant),
    budgetBytes: lab.checks.find((check) => check.kind === "small-and-works")?.maxBytes ?? null,
    advice: lab.advice ? advice : null,
    checks: lab.checks.map(({ id, title, points }) => ({ id, title, points })),
    steps: lab.steps,
  };
}
