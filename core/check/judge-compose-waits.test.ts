import { describe, expect, it } from "vitest";
import { type ComposeWaitsCheck, type ComposeWaitsFacts, judgeComposeWaits } from "./judge-compose-waits.ts";

const check: ComposeWaitsCheck = {
  kind: "compose-waits",
  id: "waits",
  title: "It waits",
  points: 15,
  database: "postgres",
};
const good: ComposeWaitsFacts = {
  file: "compose.yaml",
  api: { name: "api", line: 12 },
  database: { name: "db", line: 3 },
  condition: "service_healthy",
  healthcheck: "overridden",
  tried: { reacted: true, beats: [] },
};

describe("judgeComposeWaits", () => {
  it("passes when the API waits for a health check that notices", () => {
    expect(judgeComposeWaits(check, good)).toMatchObject({ status: "passed", points: 15 });
  });

  it.each<[string, Partial<ComposeWaitsFacts>, string, number]>([
    ["no dependency", { condition: null }, "whether db is there or not", 12],
    ["the short form", { condition: "service_started" }, "the long form", 12],
    ["no health check", { healthcheck: "inherited", tried: null }, "give it a healthcheck", 3],
    ["one switched off", { healthcheck: "disabled", tried: null }, "give it a healthcheck", 3],
    ["one that always says yes", { tried: { reacted: false, beats: [] } }, "whatever the database does", 3],
  ])("fails: %s", (_name, facts, words, line) => {
    const result = judgeComposeWaits(check, { ...good, ...facts });
    expect(result).toMatchObject({ status: "failed", points: 0, line });
    expect(result.hint).toContain(words);
  });
});
