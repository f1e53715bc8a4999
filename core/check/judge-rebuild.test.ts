import { describe, expect, it } from "vitest";
import type { BuildStep } from "../run/build-step.ts";
import { judgeRebuild, rebuildCheck, type RebuildFacts } from "./judge-rebuild.ts";
import { readPipLog } from "./read-pip-log.ts";

const checkOf = (expectation: string) =>
  rebuildCheck.parse({
    kind: "rebuild",
    id: "order",
    title: "Order",
    points: 10,
    edit: { path: "app.py", append: "#" },
    expect: expectation,
  });
const DOCKERFILE = "FROM a\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n";
const steps = (...states: BuildStep["state"][]): BuildStep[] =>
  states.map((state, index) => ({
    id: String(index),
    name: "",
    state,
    line: index + 2,
    stage: null,
    startedAt: 0,
    durationMs: state === "done" ? 5000 : 0,
    error: null,
  }));
const facts: RebuildFacts = {
  dockerfile: DOCKERFILE,
  failed: null,
  changed: true,
  steps: steps("cached", "cached", "done"),
  log: "",
  installed: ["fastapi", "typing-extensions"],
  firstMs: 9000,
  secondMs: 100,
};
const judge = (expectation: string, more: Partial<RebuildFacts>) =>
  judgeRebuild(checkOf(expectation), { ...facts, ...more });

describe("judgeRebuild: installs-cached", () => {
  it("passes when the install is cached and the edit arrived", () => {
    const result = judge("installs-cached", {});
    expect(result.status).toBe("passed");
    expect(result.evidence[0]?.found).toContain("0.1 s; the first build took 9.0 s");
  });
  it("points at the copy above the install that is done again", () => {
    const late = "FROM a\nCOPY . .\nRUN pip install -r requirements.txt\n";
    const result = judge("installs-cached", { dockerfile: late, steps: steps("done", "done") });
    expect(result).toMatchObject({ status: "failed", line: 2 });
    expect(result.hint).toContain("copy the list alone there");
    expect(result.evidence[1]).toMatchObject({ found: "done again, 5.0 s", ok: false, line: 3 });
  });
  it.each<[string, Partial<RebuildFacts>, string]>([
    ["nothing that installs", { dockerfile: "FROM a\nCOPY . .\n", steps: steps("done") }, "nothing to cache"],
    ["an edit that nothing copies", { changed: false }, "nothing copies it"],
    ["a second build that fails", { failed: "Step 3 failed." }, "Step 3 failed."],
  ])("fails %s", (_name, more, words) => {
    const result = judge("installs-cached", more);
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(words);
  });
});

describe("judgeRebuild: all-cached", () => {
  it("passes when no step is done again", () => {
    const all = { steps: steps("cached", "cached", "cached"), changed: false };
    expect(judge("all-cached", all).status).toBe("passed");
  });
  it("names the first step that is", () => {
    expect(judge("all-cached", {})).toMatchObject({ status: "failed", line: 4 });
  });
});

describe("judgeRebuild: no-second-download", () => {
  const used = "#8 1.2   Using cached http://x/simple/fastapi/fastapi-0.92.0-py3-none-any.whl (55 kB)\n";
  const fresh =
    "#8 1.3   Downloading http://x/simple/prometheus-client/prometheus_client-0.16.0-py3-none-any.whl\n";
  it("passes when only what was not there before is fetched", () => {
    expect(judge("no-second-download", { log: used + fresh }).status).toBe("passed");
  });
  it.each<[string, string, string]>([
    [
      "a package fetched twice",
      `${used}  Downloading typing_extensions-4.4.0-py3-none-any.whl (26 kB)\n`,
      "1 packages that it had fetched",
    ],
    ["a log without packages", "", "no package"],
    ["nothing from the cache", fresh, "Nothing was taken"],
  ])("fails %s", (_name, log, words) => {
    const result = judge("no-second-download", { log });
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(words);
  });
});

describe("judgeRebuild: quick", () => {
  const training = "FROM a\nCOPY . .\nRUN python train.py\nRUN python -m compileall app.py\n";
  it("passes when what is done again takes a small share of the first build", () => {
    const states = steps("done", "cached", "done");
    expect(judge("quick", { dockerfile: training, steps: states, secondMs: 900 }).status).toBe("passed");
  });
  it("points at the longest step that is done again, whatever it does", () => {
    const states = steps("done", "done", "done").map((step, index) => ({
      ...step,
      durationMs: [90, 4000, 20][index] ?? 0,
    }));
    const result = judge("quick", { dockerfile: training, steps: states, secondMs: 4110 });
    expect(result).toMatchObject({ status: "failed", line: 3 });
    expect(result.hint).toContain("took 4.1 s to build; the first build took 9.0 s");
  });
  it("fails an edit that nothing copies", () => {
    expect(judge("quick", { secondMs: 0, changed: false }).hint).toContain("nothing copies it");
  });
});

describe("readPipLog", () => {
  it("tells packages from their metadata, and reads names with hyphens and digits", () => {
    const log =
      "  Downloading http://x/scikit_learn-1.2.1-cp311-cp311-linux_x86_64.whl (7.6 MB)\n  Downloading h11-0.14.0-py3-none-any.whl.metadata (8 kB)\n  Using cached wine-scaler-1.0.tar.gz (3 kB)\nDownloading is fun\n";
    expect(readPipLog(log)).toEqual({ fetched: ["scikit-learn"], kept: ["wine-scaler"] });
  });
});
