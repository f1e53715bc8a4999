import { describe, expect, it } from "vitest";
import type { OpenedSolution } from "../../../core/lab/solution.ts";
import { createSolutionStore, type SolutionAnswer } from "./solution-store.ts";

const solution: OpenedSolution = {
  mark: { openedAt: 5, afterPassing: false },
  files: [{ path: "Dockerfile", content: "FROM a\n", typed: false }],
};

describe("the solution", () => {
  it("asks before it is opened for the first time, and never again", async () => {
    let loads = 0;
    const store = createSolutionStore(null, () => {
      loads += 1;
      return Promise.resolve<SolutionAnswer>({ status: "opened", solution });
    });
    store.ask();
    expect([store.getSnapshot().phase, loads]).toEqual(["asking", 0]);
    store.close();
    expect([store.getSnapshot().phase, loads]).toEqual(["closed", 0]);
    store.ask();
    await store.open();
    expect(store.getSnapshot()).toMatchObject({ phase: "open", solution, mark: solution.mark });
    store.close();
    store.ask();
    expect([store.getSnapshot().phase, loads]).toEqual(["loading", 2]);
  });

  it("says why it did not come, and can be asked for again", async () => {
    const store = createSolutionStore(null, () =>
      Promise.resolve<SolutionAnswer>({ status: "refused", message: "no server" }),
    );
    store.ask();
    await store.open();
    expect(store.getSnapshot()).toMatchObject({ phase: "asking", problem: "no server", mark: null });
  });

  it("stays closed when it was closed on the way", async () => {
    let arrive: (answer: SolutionAnswer) => void = () => undefined;
    const store = createSolutionStore(null, () => new Promise((resolve) => (arrive = resolve)));
    const opening = store.open();
    store.close();
    arrive({ status: "opened", solution });
    await opening;
    expect(store.getSnapshot()).toMatchObject({ phase: "closed", mark: solution.mark });
  });
});
