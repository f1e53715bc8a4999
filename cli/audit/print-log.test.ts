import { expect, it } from "vitest";
import { printLog } from "./print-log.ts";

const row = {
  id: 1,
  at: Date.UTC(2026, 11, 1),
  who: "ada",
  what: "solution opened",
  whom: "demo/first/one",
  oldValue: null,
  newValue: null,
  reason: null,
  leftOut: 0,
};

it("the log is one line an act, with what there is and nothing more", () => {
  expect(printLog([row])).toBe("2026-12-01T00:00:00.000Z  ada  solution opened  demo/first/one\n");
  const start = { ...row, who: "the site", what: "start", whom: null, oldValue: { HOST: "127.0.0.1" } };
  expect(printLog([{ ...start, newValue: { HOST: "x".repeat(500) }, leftOut: 7 }])).toMatch(
    /^\S+ {2}the site {2}start {2}the site {2}old \{"HOST":"127\.0\.0\.1"\} {2}new \{"HOST":"x{100,120}\.\.\. {2}7 more before this one were not kept\n$/,
  );
  expect(printLog([])).toBe("Nothing has been kept yet.\n");
});

it("a name cannot move the reader's cursor", () => {
  expect(printLog([{ ...row, whom: "a\u001b[2Jb\nc\u202ed" }])).toContain("a?[2Jb?c?d");
});
