import { and, desc, eq, gt } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { runs, workspaceFiles } from "../schema.ts";

/** Whether a file of a lab was saved, deleted or reset since the student's last build of it that came to an image. */
export async function isBuildOutdated(db: Database, studentId: string, labId: string): Promise<boolean> {
  const [build] = await db
    .select({ startedAt: runs.startedAt })
    .from(runs)
    .where(
      and(
        eq(runs.studentId, studentId),
        eq(runs.lab, labId),
        eq(runs.kind, "build"),
        eq(runs.outcome, "passed"),
      ),
    )
    .orderBy(desc(runs.createdAt))
    .limit(1);
  // Built in the terminal, or before runs were kept: nothing is known of it.
  if (build === undefined || build.startedAt === null) return false;
  const changed = await db
    .select({ path: workspaceFiles.path })
    .from(workspaceFiles)
    .where(
      and(
        eq(workspaceFiles.studentId, studentId),
        eq(workspaceFiles.lab, labId),
        gt(workspaceFiles.updatedAt, build.startedAt),
      ),
    )
    .limit(1);
  return changed.length > 0;
}
