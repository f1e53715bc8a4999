import { z } from "zod";
import { seatExpectation } from "../lab/seat-expectation.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { compareSeatFact } from "./compare-seat-fact.ts";
import { decide } from "./decide.ts";
import type { CheckResult } from "./result.ts";
import type { SeatFact } from "./seat-fact.ts";

const seatStateCheck = checkSchema(
  "seat-state",
  "The student's own seat is in a certain state. The check asks the seat's Docker engine, which the student could replace, so its result is a claim and is marked as one.",
  {
    expect: z.array(seatExpectation).min(1).max(12).describe("All of it must be so."),
    hint: z
      .string()
      .max(500)
      .optional()
      .describe("What to do when it is not so; without it, the first thing that is wrong is named."),
  },
);
export type SeatStateCheck = z.infer<typeof seatStateCheck>;

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
  const next = facts.find((fact) => fact.what === "unreadable" && fact.next !== undefined);
  const told = next?.what === "unreadable" ? next.next : check.hint;
  const hint = wrong?.advice == null ? null : { text: told ?? wrong.advice };
  const found = compared.flatMap(({ evidence }) => evidence);
  return { ...decide(check, found, hint), file: null, takenFrom: "student-seat" };
}

export const seatState = checkKind({
  schema: seatStateCheck,
  phase: "seat",
  needsImage: false,
  judge: judgeSeatState,
  example: `- id: stop
  kind: seat-state
  title: The container second was stopped and is still there
  points: 15
  hint: docker stop ends a container and leaves it there; docker ps -a shows it.
  expect:
    - { what: container, name: second, is: stopped, image: "taster:1", exitCode: 0 }
    - { what: port, port: 8000, path: /health, contains: ok }
    - { what: file, in: { volume: scores }, path: barolo.txt, contains: barolo }`,
});
