import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { LoadedLab } from "../../content/load-lab.ts";
import type { Transaction } from "../ensure-student.ts";
import { workspaceFiles, workspaceResets } from "../schema.ts";
import type { WorkspaceLimits } from "./check-file.ts";

/** Full workspaces that the saved files of one student may come to, over all labs. */
const FULL_WORKSPACES = 10;
/** The same for what resets have taken away and can be taken back. */
const FULL_RESETS = 2;

/**
 * Holds what is about to be saved against what the student may keep in all labs together.
 * @throws AppError TOO_LARGE
 */
export async function checkShare(
  tx: Transaction,
  studentId: string,
  lab: string,
  file: { readonly path: string; readonly content: string },
  limits: WorkspaceLimits,
): Promise<void> {
  const most = limits.totalBytes * FULL_WORKSPACES;
  const [row] = await tx
    .select({ bytes: sql<number>`coalesce(sum(octet_length(${workspaceFiles.content})), 0)::float8` })
    .from(workspaceFiles)
    .where(
      and(
        eq(workspaceFiles.studentId, studentId),
        sql`not (${workspaceFiles.lab} = ${lab} and ${workspaceFiles.path} = ${file.path})`,
      ),
    );
  const bytes = (row?.bytes ?? 0) + Buffer.byteLength(file.content);
  if (bytes <= most) return;
  throw new AppError("TOO_LARGE", {
    message: `${studentId} would have ${bytes} bytes of files`,
    userMessage: say("files.too-long-in-all", { bytes, most }),
  });
}

/**
 * Forgets the versions of added files that are gone, the oldest first, beyond as many as a workspace may have: names
 * that come and go do not fill the table.
 */
export async function dropGoneFiles(
  tx: Transaction,
  studentId: string,
  lab: LoadedLab,
  limits: WorkspaceLimits,
): Promise<void> {
  const starter = lab.starter.map(({ path }) => path);
  await tx.execute(sql`
    delete from ${workspaceFiles} where student_id = ${studentId} and lab = ${lab.id} and path in (
      select path from ${workspaceFiles}
      where student_id = ${studentId} and lab = ${lab.id} and content is null
        and path <> all(${sql.param(starter)}::text[])
      order by updated_at desc, path offset ${limits.files}
    )`);
}

/** Forgets the oldest resets of a student beyond their share of the disk; the newest can always be taken back. */
export async function dropOldResets(
  tx: Transaction,
  studentId: string,
  limits: WorkspaceLimits,
): Promise<void> {
  await tx.execute(sql`
    delete from ${workspaceResets} where id in (
      select id from (
        select id, row_number() over newest as place, sum(pg_column_size(files)) over newest as upto
        from ${workspaceResets} where student_id = ${studentId}
        window newest as (order by created_at desc, id)
      ) as kept where place > 1 and upto > ${limits.totalBytes * FULL_RESETS}
    )`);
}
