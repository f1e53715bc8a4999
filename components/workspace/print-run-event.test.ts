import { describe, expect, it } from "vitest";
import type { BuildStep } from "../../core/run/build-step.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { createRunPrinter } from "./print-run-event.ts";

function print(...bodies: RunEventBody[]) {
  const printer = createRunPrinter();
  const chunks = bodies.flatMap((body, index) => printer({ seq: index + 1, at: 0, ...body }));
  const text = chunks
    .map((chunk) => chunk.text)
    .join("")
    .replace(/\u001b\[\d+m/g, "");
  return { text, marks: chunks.flatMap((chunk) => chunk.stepId ?? []) };
}

const step = (id: string, state: BuildStep["state"], more: Partial<BuildStep> = {}): RunEventBody => ({
  type: "step",
  step: {
    id,
    name: `[${id}] RUN it`,
    state,
    line: 3,
    stage: null,
    startedAt: 0,
    durationMs: 14_200,
    error: null,
    ...more,
  },
});
const log = (stepId: string, text: string): RunEventBody => ({ type: "log", stepId, text });

describe("writing a run down", () => {
  it("reads like a plain BuildKit log", () => {
    const { text, marks } = print(
      step("a", "running"),
      log("a", "hello\n"),
      step("a", "done"),
      step("b", "cached"),
    );
    expect(text).toBe("#1 [a] RUN it\nhello\n#1 DONE 14 s\n\n#2 [b] RUN it\n#2 CACHED\n");
    expect(marks).toEqual(["a", "b"]);
  });

  it("names the step again when steps speak in turns, and marks only its beginning", () => {
    const { text, marks } = print(
      step("a", "running"),
      step("b", "running"),
      log("a", "one\n"),
      log("b", "two\n"),
    );
    expect(text.match(/#1 \[a\]/g)).toHaveLength(2);
    expect(marks).toEqual(["a", "b"]);
  });

  it("begins a new line after output that did not end one", () => {
    const { text } = print(
      step("a", "running"),
      log("a", "99 %"),
      step("a", "failed", { error: "exit code 1" }),
    );
    expect(text).toContain("99 %\r\n#1 ERROR: exit code 1\n");
  });

  it("closes a step once, however often it is reported", () => {
    expect(print(step("a", "done"), step("a", "done")).text.match(/DONE/g)).toHaveLength(1);
  });
});
