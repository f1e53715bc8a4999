import { judgeSeatState } from "../../../core/check/judge-seat-state.ts";
import type { SeatFact } from "../../../core/check/seat-fact.ts";
import { isAppError } from "../../../core/errors.ts";
import { Engine } from "../../docker/engine.ts";
import type { Grading } from "../grading.ts";
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
  const checks = ledger.of("seat-state");
  if (checks.length === 0) return;
  emit({ type: "phase", title: "Looking at your own seat" });
  const student = (await openStudentSeat?.()) ?? null;
  if (student === null) {
    const because = "You have no seat yet. Open the terminal, which gives you one, and begin there.";
    for (const check of checks) {
      const facts = check.expect.map((): SeatFact => ({
        what: "unreadable",
        reason: "there is no seat yet",
      }));
      ledger.decide({ ...judgeSeatState(check, facts), hint: because });
    }
    return;
  }
  const engine = new Engine(student.seat);
  const late = AbortSignal.timeout(lookMs);
  const at = { ...student, engine, signal: AbortSignal.any([grading.signal, late]) };
  try {
    for (const check of checks) {
      const facts: SeatFact[] = [];
      for (const expected of check.expect) {
        facts.push(
          late.aborted
            ? tooLate
            : await readSeatFact(at, expected).catch((error: unknown) => {
                grading.signal.throwIfAborted();
                return late.aborted ? tooLate : unreadable(error);
              }),
        );
      }
      ledger.decide(judgeSeatState(check, facts));
    }
  } finally {
    engine.close();
  }
}

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
