import { expect, it } from "vitest";
import { endReasons } from "./end-reason.ts";
import { firstState, type RunInput, type RunState, stepRun } from "./run-state.ts";

const result = (outcome: "passed" | "limit") => ({ outcome, message: outcome, image: null, grade: null });
const canceled = endReasons.canceled("build");
const tooLong = endReasons.tooLong("build", 60);
const siteStopped = endReasons.siteStopped("build");

const inputs: readonly RunInput[] = [
  { type: "admitted", at: 1 },
  { type: "ended", reason: canceled },
  { type: "ended", reason: tooLong },
  { type: "site stops", reason: siteStopped },
  { type: "worked", result: result("passed") },
  { type: "worked", result: result("limit") },
  { type: "broke", error: new Error("broken") },
  { type: "grace is over" },
];

/** Every order of up to `length` inputs, and what came of it. */
function* everyOrder(
  length: number,
  said: readonly RunInput[] = [],
  states: readonly RunState[] = [firstState],
): Generator<{ said: readonly RunInput[]; states: readonly RunState[] }> {
  yield { said, states };
  if (length === 0) return;
  const last = states.at(-1) ?? firstState;
  for (const input of inputs)
    yield* everyOrder(length - 1, [...said, input], [...states, stepRun(last, input)]);
}

const isDone = ({ at }: RunState) => at === "over" || at === "left";
const orders = [...everyOrder(5)];

it("a run ends once, and nothing that is said later changes how", () => {
  for (const { states } of orders) {
    const first = states.findIndex(isDone);
    if (first !== -1) expect(new Set(states.slice(first)).size).toBe(1);
  }
});

it("a run that was asked to end does so when its engine answers or its time is over", () => {
  for (const { said, states } of orders) {
    const last = said.at(-1);
    const before = states.at(-2);
    const wasAsked = before?.at === "ending" || before?.at === "leaving";
    const isAnswer = last?.type === "worked" || last?.type === "broke" || last?.type === "grace is over";
    if (wasAsked && isAnswer) expect(isDone(states.at(-1) ?? firstState)).toBe(true);
  }
});

it("the first reason counts, unless the engine knows more about a limit", () => {
  for (const { said, states } of orders) {
    const asked = states.findIndex(({ at }) => at === "ending");
    const end = states.at(-1);
    if (asked === -1 || end?.at !== "over") continue;
    const first = said[asked - 1];
    if (first?.type !== "ended" && first?.type !== "site stops") throw new Error("ended by nobody");
    if (end.end.by === "itself") {
      expect([first.reason.outcome, end.end.result.outcome]).toEqual(["limit", "limit"]);
    } else expect(end.end).toEqual({ by: "reason", reason: first.reason });
  }
});

it("only a run that has not begun is left to the next process, and only when the site stops", () => {
  for (const { said, states } of orders) {
    if (states.at(-1)?.at !== "left") continue;
    const begun = said.findIndex(({ type }) => type === "admitted");
    const stopped = said.findIndex(({ type }) => type === "site stops");
    expect(stopped).not.toBe(-1);
    expect(begun === -1 || begun > stopped).toBe(true);
  }
  for (const { said, states } of orders) {
    if (said[0]?.type === "site stops") expect(["leaving", "left"]).toContain(states.at(-1)?.at);
  }
});
