import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { ImageLayer, Waste } from "../image/report.ts";
import {
  judgeSmallAndWorks,
  type PredictionAnswer,
  type SmallAndWorksCheck,
} from "./judge-small-and-works.ts";
import { matchJson } from "./match-json.ts";

describe("matchJson", () => {
  it.each<[string, unknown, unknown, boolean]>([
    ["more keys than expected", { a: 1 }, { a: 1, b: 2 }, true],
    ["a number within the tolerance", { a: [0.5] }, { a: [0.5000001] }, true],
    ["a number beyond it", { a: [0.5] }, { a: [0.51] }, false],
    ["a number as text", 1, "1", false],
    ["NaN", 1, Number.NaN, false],
    ["a missing key", { a: null }, {}, false],
    ["a longer list", [1], [1, 2], false],
    ["a list for an object", {}, [], false],
    ["nothing for an object", { a: {} }, { a: null }, false],
    ["equal text", "setosa", "setosa", true],
    ["an inherited key", { constructor: 1 }, {}, false],
  ])("%s", (_name, expected, actual, fits) => {
    expect(matchJson(expected, actual, 0.001) === null).toBe(fits);
  });
});

describe("judgeSmallAndWorks", () => {
  const check: SmallAndWorksCheck = {
    kind: "small-and-works",
    id: "size",
    title: "Small",
    points: 20,
    maxBytes: 500_000_000,
    predictions: [{ path: "/predict", body: { x: 1 }, expect: { label: "a", p: 0.9 }, tolerance: 0.01 }],
  };
  const layers: ImageLayer[] = [
    { index: 0, diffId: "a", bytes: 135e6, createdBy: "", origin: "base", line: null },
    { index: 1, diffId: "b", bytes: 200e6, createdBy: "RUN pip", origin: "own", line: 4 },
  ];
  const pip: Waste = {
    cause: "pip-cache",
    layerIndex: 1,
    line: 4,
    bytes: 90e6,
    files: 3,
    examples: [],
    advice: "Use --no-cache-dir.",
  };
  const good: PredictionAnswer = { status: "answered", code: 200, body: '{"label":"a","p":0.901}' };
  const judge = (bytes: number, answer: PredictionAnswer | null, waste: Waste[] = [], all = layers) =>
    judgeSmallAndWorks(check, {
      dockerfile: parseDockerfile("FROM a\nRUN x\n"),
      bytes,
      layers: all,
      waste,
      answers: answer === null ? [] : [answer],
    });

  it("passes small and right", () => {
    expect(judge(499_999_999, good)).toMatchObject({ status: "passed", points: 20 });
  });

  it.each<[string, number, PredictionAnswer | null, string]>([
    ["exactly the limit", 500_000_000, good, "too much"],
    [
      "small but wrong",
      1e6,
      { status: "answered", code: 200, body: '{"label":"b","p":0.9}' },
      "not what the model",
    ],
    ["small but broken", 1e6, { status: "answered", code: 500, body: "oops" }, "HTTP status 500"],
    ["not JSON", 1e6, { status: "answered", code: 200, body: "<html>" }, "not JSON"],
    ["no answer", 1e6, { status: "unreachable", reason: "the connection was refused" }, "refused"],
    ["not sent", 1e6, null, "not sent"],
  ])("fails %s", (_name, bytes, answer, words) => {
    const result = judge(bytes, answer);
    expect(result.status).toBe("failed");
    expect(result.hint).toContain(words);
  });

  it("points at the waste that would save most, else at the heaviest own layer, else at FROM", () => {
    expect(judge(550e6, good, [pip])).toMatchObject({ line: 4 });
    expect(judge(550e6, good, [pip]).hint).toContain("--no-cache-dir");
    expect(judge(550e6, good).hint).toContain("heaviest");
    const heavyBase = layers.map((layer) => (layer.origin === "base" ? { ...layer, bytes: 900e6 } : layer));
    expect(judge(950e6, good, [], heavyBase)).toMatchObject({ line: 1 });
  });

  it("does not tell what was held out", () => {
    const text = JSON.stringify(judge(1e6, { status: "answered", code: 200, body: "{}" }));
    expect(text).not.toContain("0.9");
  });
});
