import { describe, expect, it } from "vitest";
import type { ComposeFacts } from "./compose-facts.ts";
import { type ComposeScrapesCheck, judgeComposeScrapes } from "./judge-compose-scrapes.ts";

const check: ComposeScrapesCheck = {
  kind: "compose-scrapes",
  id: "compose",
  title: "Compose",
  points: 20,
  counter: "predictions_total",
  request: { path: "/predict", body: {} },
  requests: 7,
  prometheusImage: "prom/prometheus",
  upWithinSeconds: 60,
};
const running = (name: string, more = {}) => ({
  name,
  state: "running",
  exitCode: null,
  health: null,
  log: "",
  ...more,
});
const good: ComposeFacts = {
  file: "compose.yaml",
  configError: null,
  violations: [],
  apiService: { name: "api", line: 2 },
  apiHealthcheck: "inherited",
  prometheusService: { name: "prometheus", line: 9 },
  upError: null,
  services: [running("api", { health: "healthy" }), running("prometheus")],
  target: { up: true, url: "http://api:8000/metrics", lastError: "" },
  otherTargets: [],
  sent: { count: 7, answered: 7, failed: null },
  own: { before: 3, after: 10 },
  scraped: { before: 3, after: 10 },
  health: null,
};

describe("judgeComposeScrapes", () => {
  it("passes when N requests raise the counter by N in both places", () => {
    expect(judgeComposeScrapes(check, good)).toMatchObject({ status: "passed", points: 20 });
  });

  it.each<[string, Partial<ComposeFacts>, string, number | null]>([
    ["no file", { file: null }, "Write a compose.yaml", null],
    ["no YAML", { configError: "yaml: line 4: mapping values are not allowed" }, "cannot read", 4],
    [
      "a tab",
      { configError: "yaml: line 4: found character that cannot start any token" },
      "YAML takes blanks only",
      4,
    ],
    [
      "a refused key",
      { violations: [{ key: "services.api.privileged", reason: "no", line: 5 }] },
      "services.api.privileged",
      5,
    ],
    ["no API", { apiService: null }, "build: .", null],
    ["no Prometheus", { prometheusService: null }, "prom/prometheus", null],
    ["up fails", { upError: "x\nError: port is allocated" }, "port is allocated", null],
    [
      "an API that exits",
      { services: [running("api", { state: "exited", exitCode: 3, log: "boom" }), running("prometheus")] },
      "boom",
      2,
    ],
    [
      "an unhealthy API",
      {
        apiHealthcheck: "overridden",
        services: [running("api", { health: "unhealthy" }), running("prometheus")],
      },
      "unhealthy",
      2,
    ],
    ["no target", { target: null }, "no target", null],
    [
      "a target that is down",
      { target: { up: false, url: "http://api:80/metrics", lastError: "refused" } },
      "refused",
      null,
    ],
    [
      "requests without answer",
      {
        sent: { count: 7, answered: 5, failed: { answer: "status 500: no model", log: "x\nKeyError: 'm'" } },
      },
      "2 of 7 requests to /predict were not answered with success (status 500: no model). The end of the API's log: x\nKeyError: 'm'",
      null,
    ],
    ["a counter that stands still", { own: { before: 3, after: 3 } }, "It did not rise", null],
    ["a counter under another name", { own: { before: null, after: null } }, "has no counter", null],
    ["a counter that stays at zero", { own: { before: 0, after: 0 } }, "has no counter", null],
    ["workers that count apart", { own: { before: 0, after: 2 } }, "one worker", null],
    [
      "a Prometheus that has only what was there before",
      { own: { before: 6, after: 13 }, scraped: { before: null, after: 6 } },
      "did not see",
      null,
    ],
    ["a scrape that comes too late", { scraped: { before: 3, after: 3 } }, "did not see", null],
    ["a counter that Prometheus lacks", { scraped: { before: null, after: null } }, "did not see", null],
    ["health switched off", { health: { status: "disabled" } }, "switches", 2],
    [
      "health that never fails",
      { health: { status: "tried", reacted: false, beats: [] } },
      "does not notice",
      2,
    ],
  ])("fails: %s", (_name, facts, words, line) => {
    const result = judgeComposeScrapes(check, { ...good, ...facts });
    expect(result).toMatchObject({ status: "failed", points: 0, line });
    expect(result.hint).toContain(words);
  });

  it("leaves the image's own health check to the check of that one", () => {
    const services = [running("api", { health: "unhealthy" }), running("prometheus")];
    expect(judgeComposeScrapes(check, { ...good, services }).status).toBe("passed");
  });

  it.each<[string, Partial<ComposeFacts>]>([
    [
      "a health check that asks the same",
      { own: { before: 2, after: 13 }, scraped: { before: 2, after: 12 } },
    ],
    [
      "a counter with labels, which is not there before it has counted",
      { own: { before: null, after: 7 }, scraped: { before: null, after: 7 } },
    ],
    ["a Prometheus that scrapes for the first time", { scraped: { before: null, after: 10 } }],
  ])("passes with %s", (_name, facts) => {
    expect(judgeComposeScrapes(check, { ...good, ...facts }).status).toBe("passed");
  });

  it("takes a job that has done its work for done, and one that failed not", () => {
    const job = (exitCode: number) =>
      judgeComposeScrapes(check, {
        ...good,
        services: [...good.services, running("migrate", { state: "exited", exitCode })],
      }).evidence.find(({ asked }) => asked === "state of migrate")?.ok;
    expect([job(0), job(1)]).toEqual([true, false]);
  });

  it("does not mind a third service that is down", () => {
    const services = [...good.services, running("grafana", { state: "exited", exitCode: 1 })];
    expect(judgeComposeScrapes(check, { ...good, services }).status).toBe("passed");
  });

  it("passes a health check of compose.yaml's own that reacts", () => {
    const health = { status: "tried", reacted: true, beats: [] } as const;
    expect(judgeComposeScrapes(check, { ...good, health }).status).toBe("passed");
  });
});
