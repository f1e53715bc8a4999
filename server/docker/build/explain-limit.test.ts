import { describe, expect, it } from "vitest";
import type { BuildStep } from "../../../core/run/build-step.ts";
import { explainLimit } from "./explain-limit.ts";

const GIB = 1024 ** 3;
const limits = { memoryBytes: 1.5 * GIB, processes: 1500, cpus: 2, diskBytes: 8 * GIB };
const step: BuildStep = {
  id: "a",
  name: "[builder 4/9] RUN train",
  state: "failed",
  line: 12,
  stage: "builder",
  startedAt: 1,
  durationMs: 1,
  error: "exit code: 137",
};
const mark = (kills: number, peakBytes: number | null = 1.5 * GIB) => ({ kills, peakBytes });

describe("explainLimit", () => {
  const explain = (more: Partial<Parameters<typeof explainLimit>[0]>) =>
    explainLimit({ step, output: "", exitCode: 137, limits, before: mark(3), after: mark(4), ...more });

  it("names step, line and limit of a step that was killed for memory", () => {
    expect(explain({})?.message).toBe(
      "Your build was stopped: step 4 (line 12) needed more than the 1.5 GiB of memory that this seat has.",
    );
  });

  it.each<[string, Parameters<typeof explain>[0], string | null]>([
    ["137 without a kill", { after: mark(3) }, null],
    ["a kill elsewhere while this seat had room", { after: mark(4, GIB) }, null],
    ["137 where the kernel has no counters", { before: null, after: null }, "memory"],
    ["a kill where the kernel knows no peak", { before: mark(0, null), after: mark(1, null) }, "memory"],
    ["a killed part of a pipeline", { exitCode: 1, output: "Killed\n" }, "memory"],
    ["MemoryError without a kill", { exitCode: 1, output: "MemoryError\n", after: mark(3) }, null],
    ["a full disk", { exitCode: 2, output: "cp: No space left on device" }, "8 GiB of disk"],
    ["a quota", { exitCode: 2, output: "write: Disk quota exceeded" }, "8 GiB of disk"],
    ["too many processes", { exitCode: 2, output: "sh: can't fork: x" }, "1500 processes"],
    ["a plain failure", { exitCode: 2, output: "no such file" }, null],
  ])("%s", (_name, more, words) => {
    const said = explain(more);
    if (words === null) expect(said).toBeNull();
    else expect(said?.message).toContain(words);
  });
});
