import { and, eq, ne, sql } from "drizzle-orm";
import type { GradeReport } from "../../../core/check/result.ts";
import type { ImageReport } from "../../../core/image/report.ts";
import type { RunEvent, RunEventBody, RunKind, RunOutcome } from "../../../core/run/event.ts";
import type { Transaction } from "../ensure-student.ts";
import type { Database } from "../open-database.ts";
import { reports, runEvents, runs } from "../schema.ts";
import { recordAttempt } from "./record-attempt.ts";

export interface RunKey {
  readonly id: string;
  readonly studentId: string;
  readonly lab: string;
  readonly kind: RunKind;
}

/** An event as it goes into the table; `body` is JSON without seq and at. */
export interface StoredEvent {
  readonly seq: number;
  readonly at: number;
  readonly type: RunEventBody["type"];
  readonly body: string;
}

export interface FinalState {
  readonly outcome: RunOutcome;
  readonly message: string;
  readonly finishedAt: number;
  readonly image: ImageReport | null;
  readonly grade: GradeReport | null;
}

/** JSON of an event as browsers get it. */
export function eventJson(event: StoredEvent): string {
  return `{"seq":${event.seq},"at":${event.at},${event.body.slice(1)}`;
}

export function parseEvent(event: StoredEvent): RunEvent {
  return JSON.parse(eventJson(event)) as RunEvent;
}

/** Writes a batch in one statement. Fails as a whole when one of the numbers is taken. */
export async function appendEvents(
  db: Database | Transaction,
  run: RunKey,
  events: readonly StoredEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const column = (pick: (event: StoredEvent) => unknown) => sql.param(events.map(pick));
  await db.execute(sql`
    insert into ${runEvents} (run_id, seq, student_id, at, type, body)
    select ${run.id}::uuid, seq, ${run.studentId}, at, type, body from unnest(
      ${column((event) => event.seq)}::int[], ${column((event) => event.at)}::bigint[],
      ${column((event) => event.type)}::text[], ${column((event) => event.body)}::text[]
    ) as batch (seq, at, type, body)`);
}

/** The last event that was stored of a run that has not ended; 0 when there is none. */
export async function readLastSeq(db: Database | Transaction, runId: string): Promise<number> {
  const [row] = await db
    .select({ last: sql<number>`coalesce(max(${runEvents.seq}), 0)::int` })
    .from(runEvents)
    .where(eq(runEvents.runId, runId));
  return row?.last ?? 0;
}

/**
 * Writes the last events, the final one among them, the reports and the run's end, all or nothing. The run's
 * own row is the guard: it can leave "unfinished" once.
 * @returns false when the run had ended already; nothing is written then
 */
export async function finishRun(
  db: Database,
  run: RunKey,
  events: readonly StoredEvent[],
  final: FinalState,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .update(runs)
      .set({
        state: "finished",
        outcome: final.outcome,
        message: final.message,
        finishedAt: final.finishedAt,
        lastSeq: events.at(-1)?.seq ?? 0,
      })
      .where(and(eq(runs.id, run.id), ne(runs.state, "finished")))
      .returning({ id: runs.id });
    if (ended.length === 0) return false;
    await appendEvents(tx, run, events);
    const about = { runId: run.id, studentId: run.studentId, lab: run.lab, createdAt: final.finishedAt };
    if (final.image !== null) {
      await tx.insert(reports).values({ ...about, kind: "image", report: JSON.stringify(final.image) });
    }
    if (final.grade !== null) {
      await tx.insert(reports).values({ ...about, kind: "grade", report: JSON.stringify(final.grade) });
      await recordAttempt(tx, run, final.grade, final.finishedAt);
    }
    return true;
  });
}
