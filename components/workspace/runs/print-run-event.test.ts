import { describe, expect, it } from "vitest";
import type { RunEventBody } from "../../../core/run/event.ts";
import { createRunPrinter } from "./print-run-event.ts";

function print(...bodies: RunEventBody[]) {
  const printer = createRunPrinter();
  const chunks = bodies.flatMap((body, index) => printer({ seq: index + 1, at: 0, ...body }));
  const text = chunks
    .map((chunk) => chunk.text)
    .join("")
    .replace(/\u001b\[\d+m/g, "");
  return { text, chunks, marks: chunks.flatMap((chunk) => chunk.stepId ?? []) };
}

const log = (stepId: string | null, text: string): RunEventBody => ({ type: "log", stepId, text });
const final = (outcome: "passed" | "failed", message: string): RunEventBody => ({
  type: "final",
  outcome,
  message,
  durationMs: 14_200,
});

describe("writing a run down", () => {
  it("marks where each step begins, once, also when steps speak in turns", () => {
    const { text, marks, chunks } = print(log("a", "#1 one\n"), log("b", "#2 two\n"), log("a", "#1 more\n"));
    expect(text).toBe("#1 one\n#2 two\n#1 more\n");
    expect(marks).toEqual(["a", "b"]);
    expect(chunks.map((chunk) => chunk.stepId)).toEqual(["a", "b", null]);
  });

  it("adds phases, notices and the end on lines of their own", () => {
    const { text } = print(
      { type: "phase", title: "freezing the app" },
      log(null, "99 %"),
      { type: "notice", level: "warning", text: "the syntax line was left out" },
      final("passed", "Built."),
    );
    expect(text).toBe("── freezing the app ──\n99 %\r\nthe syntax line was left out\nBuilt. 14 s\n");
  });

  it("does not say twice why a build failed", () => {
    const { text } = print(log(null, "ERROR: line 3 failed\n"), final("failed", "line 3 failed"));
    expect(text.match(/line 3 failed/g)).toHaveLength(1);
    expect(print(log(null, "bye\n"), final("failed", "The container ended")).text).toContain("ended 14 s");
  });

  it("keeps dimmed text readable", () => {
    const [chunk] = print(log("a", "\u001b[2m#1\u001b[0m x\n")).chunks;
    expect(chunk?.text).toBe("\u001b[90m#1\u001b[0m x\n");
  });
});
