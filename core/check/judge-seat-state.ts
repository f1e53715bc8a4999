import type { SeatStateCheck } from "../lab/schema.ts";
import { decide } from "./decide.ts";
import { compareSeatFact } from "./compare-seat-fact.ts";
import type { CheckResult } from "./result.ts";
import type { SeatFact } from "./seat-fact.ts";

/**
 * Judges the state of a student's own seat. The result is marked as taken from there, because the student is root
 * in the seat and its engine may say what it likes.
 * @param facts one for each of `check.expect`, in its order
 */
export function judgeSeatState(check: SeatStateCheck, facts: readonly SeatFact[]): CheckResult {
  const compared = check.expect.map((expected, index) =>
    compareSeatFact(expected, facts[index] ?? { what: "unreadable", reason: "it was not looked at" }),
  );
  const wrong = compared.find(({ advice }) => advice !== null);
  const hint = wrong?.advice == null ? null : { text: check.hint ?? wrong.advice };
  const found = compared.flatMap(({ evidence }) => evidence);
  return { ...decide(check, found, hint), file: null, takenFrom: "student-seat" };
}
