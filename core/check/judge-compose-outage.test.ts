import { describe, expect, it } from "vitest";
import {
  type ComposeOutageCheck,
  type ComposeOutageFacts,
  judgeComposeOutage,
} from "./judge-compose-outage.ts";

const check: ComposeOutageCheck = {
  kind: "compose-outage",
  id: "outage",
  title: "It says so",
  points: 15,
  database: "postgres",
  request: { path: "/read", body: {} },
  refuses: 503,
  noticeWithinSeconds: 20,
  backWithinSeconds: 20,
};
const good: ComposeOutageFacts = {
  file: "compose.yaml",
  api: { name: "api", line: 12 },
  database: { name: "db", line: 3 },
  before: 200,
  away: { code: 503, ms: 900, running: true, health: "unhealthy" },
  back: { code: 200, running: true, health: "healthy" },
};
const { away, back } = good;

describe("judgeComposeOutage", () => {
  it("passes an API that refuses, is unhealthy, and recovers", () => {
    expect(judgeComposeOutage(check, good)).toMatchObject({ status: "passed", points: 15 });
  });

  it.each<[string, Partial<ComposeOutageFacts>, string]>([
    ["it never worked", { before: 422 }, "with success"],
    ["it dies", { away: { ...away, running: false, code: null } }, "ended when db was stopped"],
    ["it goes on as if nothing were", { away: { ...away, code: 200 } }, "is it this database"],
    ["it hangs", { away: { ...away, code: null } }, "no answer"],
    ["nobody is told", { away: { ...away, health: null } }, "no health check"],
    ["the wrong page is asked", { away: { ...away, health: "healthy" } }, "works without the database"],
    ["it does not come back", { back: { ...back, code: 503 } }, "not within 20 s"],
    ["it stays unhealthy", { back: { ...back, health: "unhealthy" } }, "still unhealthy"],
  ])("fails: %s", (_name, facts, words) => {
    const result = judgeComposeOutage(check, { ...good, ...facts });
    expect(result).toMatchObject({ status: "failed", points: 0, line: 12, file: "compose.yaml" });
    expect(result.hint).toContain(words);
  });
});
