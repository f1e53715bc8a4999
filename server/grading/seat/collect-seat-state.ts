import type { SeatStateCheck } from "../../../core/check/judge-seat-state.ts";
import type { SeatFact } from "../../../core/check/seat-fact.ts";
import { isAppError } from "../../../core/errors.ts";
import type { PartOf } from "../collector.ts";
import { readSeatFact } from "./read-seat-fact.ts";

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
