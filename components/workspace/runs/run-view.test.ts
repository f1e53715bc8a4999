import { describe, expect, it } from "vitest";
import type { BuildStep } from "../../../core/run/build-step.ts";
import type { RunEvent, RunEventBody } from "../../../core/run/event.ts";
import type { RunSummary } from "../../../core/run/run.ts";
import { emptyRunView, reduceRun } from "./run-view.ts";

const summary: RunSummary = {
  id: "0b9a3ad8-3f5e-4d9e-8c44-0f3f2d3f6c11",
  kind: "build",
  lab: "docker/fastapi/service",
  state: "queued",
  outcome: null,
  message: null,
  createdAt: 1000,
  finishedAt: null,
  lastSeq: 0,
};

const step = (id: string, state: BuildStep["state"]): RunEventBody => ({
  type: "step",
  step: { id, name: `[1/2] ${id}`, state, line: 1, stage: null, startedAt: 1, durationMs: null, error: null },
});

function play(...bodies: RunEventBody[]) {
  return bodies
    .map((body, index): RunEvent => ({ seq: index + 1, at: 0, ...body }))
    .reduce(reduceRun, emptyRunView(summary));
}

describe("reducing the events of a run", () => {
  it("leaves the queue when work begins", () => {
    const queued = play({ type: "queued", position: 3, estimateMs: 40_000 });
    expect(queued).toMatchObject({ state: "queued", queue: { position: 3, estimateMs: 40_000 } });
    const begun = play({ type: "queued", position: 1, estimateMs: null }, { type: "seat", state: "waking" });
    expect(begun).toMatchObject({ state: "running", queue: null, seat: "waking" });
  });

  it("keeps steps in the order they were first seen", () => {
    const view = play(step("a", "running"), step("b", "running"), step("a", "done"));
    expect(view.steps.map(({ id, state }) => [id, state])).toEqual([
      ["a", "done"],
      ["b", "running"],
    ]);
  });

  it("takes a replayed event once", () => {
    const beat = { at: 1, durationMs: 5, exitCode: 0, output: "ok", status: "healthy" as const };
    const once = play({ type: "health", beat });
    expect(reduceRun(once, { seq: 1, at: 0, type: "health", beat })).toBe(once);
    expect(reduceRun(once, { seq: 2, at: 0, type: "health", beat }).beats).toHaveLength(2);
  });

  it("ends everything that still ran with the final event", () => {
    const view = play(step("a", "running"), {
      type: "final",
      outcome: "canceled",
      message: "You canceled the build.",
      durationMs: 900,
    });
    expect(view).toMatchObject({ state: "finished", outcome: "canceled", durationMs: 900 });
    expect(view.steps[0]?.state).toBe("canceled");
  });

  it("bounds the beats of a container that runs for hours", () => {
    const beat = { at: 1, durationMs: 5, exitCode: 0, output: "", status: "healthy" as const };
    const view = play(...Array.from({ length: 400 }, (): RunEventBody => ({ type: "health", beat })));
    expect(view.beats).toHaveLength(300);
  });
});
