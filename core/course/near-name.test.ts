import { expect, it } from "vitest";
import { nearName } from "./near-name.ts";

const names = ["non-root", "answers", "points", "Dockerfile"];

it.each([
  ["nonroot", "non-root"],
  ["pionts", "points"],
  ["dockerfile", "Dockerfile"],
  ["answer", "answers"],
  ["health", null],
  ["points", null],
  ["", null],
  ["x".repeat(10_000), null],
])("%j was meant to be %j", (typed, meant) => expect(nearName(typed, names)).toBe(meant));
