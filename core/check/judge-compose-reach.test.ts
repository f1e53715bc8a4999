import { describe, expect, it } from "vitest";
import { readStackModel } from "../compose/stack-model.ts";
import { type ComposeReachCheck, type ComposeReachFacts, judgeComposeReach } from "./judge-compose-reach.ts";

const check: ComposeReachCheck = {
  kind: "compose-reach",
  id: "reach",
  title: "Reached",
  points: 10,
  open: [{ port: 8080, inside: 8000, path: "/health", contains: "ok" }],
  inside: [5432],
};
const facts = (api: object[], db: object[] = [], answer: ComposeReachFacts["answers"][number] = null) => ({
  file: "compose.yaml",
  services: readStackModel({ services: { db: { ports: db }, api: { ports: api } } }),
  lineOf: (path: readonly string[]) => (path[1] === "api" ? 9 : 4),
  answers: [answer],
});
const port = (published: string, target: number) => ({ published, target, protocol: "tcp" });
const ok = { code: 200, body: '{"status":"ok"}' };

describe("judgeComposeReach", () => {
  it("passes when what is open answers and what is inside stays there", () => {
    expect(judgeComposeReach(check, facts([port("8080", 8000)], [], ok))).toMatchObject({ status: "passed" });
  });

  it.each<[string, ComposeReachFacts, string, number | null]>([
    ["a swapped mapping", facts([port("8000", 8080)]), "swapped", 9],
    ["a mapping to nothing", facts([port("8080", 80)]), "where nothing listens", 9],
    ["no mapping", facts([]), 'Publish it as "8080:8000"', null],
    ["an error", facts([port("8080", 8000)], [], { code: 503, body: "ok" }), "HTTP 503", null],
    ["another app", facts([port("8080", 8000)], [], { code: 200, body: "hello" }), "something else", null],
    ["an open database", facts([port("8080", 8000)], [port("5432", 5432)], ok), "no published port", 4],
    ["one at another port", facts([port("8080", 8000)], [port("15432", 5432)], ok), "no published port", 4],
  ])("fails: %s", (_name, found, words, line) => {
    const result = judgeComposeReach(check, found);
    expect(result).toMatchObject({ status: "failed", points: 0, line });
    expect(result.hint).toContain(words);
  });
});
