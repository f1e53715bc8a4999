import { expect, it } from "vitest";
import type { AttackResult } from "../attack.ts";
import { judgeProof, printProof, printProofs, type Proof, proofExitCode } from "./judge-proof.ts";
import type { Wall } from "./wall.ts";

const wall: Wall = { id: "a/wall", what: "it holds", edits: [], seenBy: ["a/one", "a/two"] };
const result = (id: string, status: AttackResult["status"]): AttackResult => ({
  id,
  title: id,
  from: "the web",
  expects: "held",
  contained: status === "contained",
  status,
  evidence: `evidence of ${id}`,
  control: "",
  durationMs: 1,
});
const judge = (...statuses: AttackResult["status"][]) =>
  judgeProof(
    wall,
    statuses.map((status, at) => result(wall.seenBy[at] ?? "", status)),
    1,
  );

it.each([
  ["seen", ["through", "through"]],
  ["unseen", ["through", "contained"]],
  ["unseen", ["contained", "untried"]],
  ["untried", ["through", "untried"]],
  ["untried", ["through", "skipped"]],
  ["untried", ["through"]],
  ["absent", ["absent", "through"]],
] as const)("a wall that is down is %s when its attacks are %j", (status, statuses) => {
  expect(judge(...statuses).status).toBe(status);
});

it("says of each attack what it saw", () => {
  const text = printProof(judge("through", "contained"));
  expect(text).toContain("FAIL a/wall");
  expect(text).toContain("  seen by a/one: evidence of a/one");
  expect(text).toContain("NOT seen by a/two: evidence of a/two");
});

it("could not be tried when the attacks could not run, and says why", () => {
  expect(judgeProof(wall, { fault: new Error("no\u001bseat") }, 1)).toMatchObject({
    status: "untried",
    evidence: "no seat",
  });
  expect(judgeProof(wall, { skipped: "not root" }, 1)).toMatchObject({
    status: "untried",
    evidence: "not root",
  });
});

it.each([
  [0, ["seen", "seen"]],
  [0, ["seen", "absent"]],
  [1, ["seen", "unseen"]],
  [1, ["untried", "unseen"]],
  [2, ["seen", "untried"]],
  [2, ["absent"]],
  [2, []],
] as const)("ends with %d for %j", (code, statuses) => {
  const proofs = statuses.map((status): Proof => ({ ...judge("through", "through"), status }));
  expect(proofExitCode(proofs)).toBe(code);
  expect(printProofs(proofs)).toMatch(new RegExp(`^${statuses.length} walls taken down: `));
});
