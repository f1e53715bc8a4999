import { expect, it } from "vitest";
import type { RunKind, RunOutcome } from "../../../core/run/event.ts";
import { english } from "../../text/english.ts";
import { describeRun } from "./describe-run.ts";
import { emptyRunView } from "./run-view.ts";

const ended = (kind: RunKind, outcome: RunOutcome, message: string | null = null) =>
  describeRun(english.runs, {
    ...emptyRunView({
      id: "r",
      lab: "a/b/c",
      kind,
      state: "finished",
      outcome,
      message,
      createdAt: 0,
      finishedAt: 3400,
      lastSeq: 1,
    }),
    outcome,
    message,
    durationMs: 3400,
  });

it("a build that came to an image is done", () => {
  expect(ended("build", "passed")).toMatchObject({ tone: "good", text: "Build done after 3.4 s" });
});

it("a container that ended by itself has not failed, and serves nobody", () => {
  expect(ended("start", "passed")).toMatchObject({
    tone: "quiet",
    text: "Run: the container ended by itself after 3.4 s (exit code 0)",
  });
});

it("what went wrong is said in the words of the run", () => {
  const message = "The container ended with exit code 2. The last line of its log: boom";
  expect(ended("start", "failed", message)).toMatchObject({ tone: "broken", text: message });
});
