import type { SeatStateCheck } from "../../../core/check/judge-seat-state.ts";
import type { SeatFact } from "../../../core/check/seat-fact.ts";
import { isAppError } from "../../../core/errors.ts";
import { Engine } from "../../docker/engine.ts";
import type { PartOf } from "../collector.ts";
import type { Grading } from "../grading.ts";
import { checksIn, judgeChecks } from "../judge-checks.ts";
import { readSeatFact, type StudentSeat } from "./read-seat-fact.ts";

/** All looks together; an honest seat needs a tenth of it. */
const LOOK_MS = 30_000;

/**
 * Judges the checks that are about the student's own seat, one after the other, in the words of that seat. What a
 * student can cause (no seat, an engine that lies, is slow or gone) is a finding; a cancel rejects.
 */
export async function gradeSeatState(
  grading: Grading,
  openStudentSeat: (() => Promise<StudentSeat | null>) | undefined,
  lookMs = LOOK_MS,
): Promise<void> {
  const { ledger, emit } = grading;
  if (checksIn("seat", ledger).length === 0) return;
  emit({ type: "phase", title: "Looking at your own seat" });
  const student = (await openStudentSeat?.()) ?? null;
  if (student === null) {
    await judgeChecks("seat", ledger, null);
    return;
  }
  const engine = new Engine(student.seat);
  const late = AbortSignal.timeout(lookMs);
  const signal = AbortSignal.any([grading.signal, late]);
  try {
    await judgeChecks("seat", ledger, { ...student, engine, signal, late, canceled: grading.signal });
  } finally {
    engine.close();
  }
}

/** What the seat says of each thing that a check expects, in its order. */
export async function collectSeatState(check: SeatStateCheck, at: PartOf["seat"]): Promise<SeatFact[]> {
  if (at === null) return check.expect.map(() => noSeat);
  const facts: SeatFact[] = [];
  for (const expected of check.expect) {
    const fact = at.late.aborted
      ? tooLate
      : await readSeatFact(at, expected).catch((error: unknown) => {
          at.canceled.throwIfAborted();
          return at.late.aborted ? tooLate : unreadable(error);
        });
    facts.push(fact);
  }
  return facts;
}

const noSeat: SeatFact = {
  what: "unreadable",
  reason: "there is no seat yet",
  next: "You have no seat yet. Open the terminal, which gives you one, and begin there.",
};
const tooLate: SeatFact = { what: "unreadable", reason: "your seat took too long to answer" };

/** An engine that says nonsense is a student's doing, or a seat in trouble; anything else is our own fault. */
function unreadable(error: unknown): SeatFact {
  if (!isAppError(error)) throw error;
  switch (error.code) {
    case "SEAT_LIES":
      return { what: "unreadable", reason: "its engine answers with something that Docker does not say" };
    case "TIMED_OUT":
      return { what: "unreadable", reason: "its engine did not answer in time" };
    case "SEAT_UNAVAILABLE":
      return { what: "unreadable", reason: "its engine does not answer" };
    default:
      throw error;
  }
}
