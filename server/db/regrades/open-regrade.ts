import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { regrades } from "../schema.ts";

export type RegradeRow = typeof regrades.$inferSelect;

/** The regrade of a lab that is under way: the one that was cut off, or a new one. */
export async function openRegrade(db: Database, lab: string): Promise<RegradeRow> {
  const last = await findRegrade(db, lab, "grading");
  if (last !== null) return last;
  const now = Date.now();
  const [row] = await db
    .insert(regrades)
    .values({ id: randomUUID(), lab, state: "grading", createdAt: now, changedAt: now })
    .returning();
  if (row === undefined) throw new Error("a regrade was not written");
  return row;
}

/** The newest regrade of a lab in that state; null without one. */
export async function findRegrade(
  db: Database,
  lab: string,
  state: RegradeRow["state"],
): Promise<RegradeRow | null> {
  const [row] = await db
    .select()
    .from(regrades)
    .where(and(eq(regrades.lab, lab), eq(regrades.state, state)))
    .orderBy(desc(regrades.changedAt), desc(regrades.id))
    .limit(1);
  return row ?? null;
}
