import { expect, it, vi } from "vitest";
import { createStore } from "../../client/create-store.ts";
import type { SolutionState } from "../files/solution-store.ts";
import { emptyRunView, type RunView } from "../runs/run-view.ts";
import type { RunsState } from "../runs/runs-store.ts";
import type { StepsState } from "../seat/steps-store.ts";
import { watchProgress } from "./watch-progress.ts";

const check = (id: string, state: RunView["state"]): RunView =>
  emptyRunView({
    id,
    lab: "a/b/c",
    kind: "check",
    state,
    outcome: state === "finished" ? "passed" : null,
    message: null,
    createdAt: 0,
    lastSeq: 0,
    finishedAt: state === "finished" ? 1 : null,
  });

function open(first: RunView | null) {
  const runs = createStore<RunsState>({
    runs: { build: null, start: null, check: first },
    starting: null,
    canceling: null,
    problem: null,
    connection: "live",
    reports: [],
    grade: null,
  });
  const steps = createStore<StepsState>({ done: [], saving: [], problem: null });
  const solution = createStore<SolutionState>({ phase: "closed", mark: null, solution: null, problem: null });
  const told = vi.fn();
  const stop = watchProgress({ runs, steps, solution }, told);
  const see = (view: RunView): void =>
    runs.set((state) => ({ ...state, runs: { ...state.runs, check: view } }));
  return { steps, told, stop, see };
}

it("the course hears of a check that ends, once", () => {
  const { told, see, stop } = open(null);
  see(check("1", "running"));
  expect(told).not.toHaveBeenCalled();
  see(check("1", "finished"));
  see(check("1", "finished"));
  expect(told).toHaveBeenCalledTimes(1);
  stop();
  see(check("2", "finished"));
  expect(told).toHaveBeenCalledTimes(1);
});

it("a check of an earlier visit is no news, also when its events come again", () => {
  const { told, see } = open(check("1", "finished"));
  see(check("1", "running"));
  see(check("1", "finished"));
  expect(told).not.toHaveBeenCalled();
});

it("a step counts when the server has it", () => {
  const { told, steps } = open(null);
  steps.set((state) => ({ ...state, done: ["a"], saving: ["a"] }));
  expect(told).not.toHaveBeenCalled();
  steps.set((state) => ({ ...state, saving: [] }));
  expect(told).toHaveBeenCalledTimes(1);
  steps.set((state) => ({ ...state, saving: ["b"] }));
  steps.set((state) => ({ ...state, saving: [], problem: "no" }));
  expect(told).toHaveBeenCalledTimes(1);
});
