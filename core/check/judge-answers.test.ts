import { describe, expect, it } from "vitest";
import { answersCheck, type HeldOutAnswer, judgeAnswers } from "./judge-answers.ts";

const check = answersCheck.parse({
  kind: "answers",
  id: "answers",
  title: "Answers",
  points: 10,
  requests: [
    { path: "/read", body: { x: 1 }, expect: { digit: 7, certainty: 0.9 }, tolerance: 0.05 },
    { path: "/read", body: {}, status: 422 },
  ],
});
const right: HeldOutAnswer = { status: "answered", code: 200, body: '{"digit":7,"certainty":0.93}' };
const refused: HeldOutAnswer = { status: "answered", code: 422, body: "no" };

describe("judgeAnswers", () => {
  it("passes what is answered as asked, refusals included", () => {
    expect(judgeAnswers(check, [right, refused])).toMatchObject({ status: "passed", points: 10 });
  });

  it.each<[string, HeldOutAnswer[], string]>([
    ["another digit", [{ ...right, body: '{"digit":1,"certainty":0.9}' }, refused], "not the right one"],
    ["a page for JSON", [{ ...right, body: "<html>" }, refused], "not JSON"],
    ["success where a refusal is right", [right, { ...refused, code: 200 }], "HTTP status 200"],
    ["an error", [{ ...right, code: 503 }, refused], "HTTP status 503"],
    ["less than was sent", [right], "not sent"],
    [
      "a service that listens to itself",
      [{ status: "unreachable", reason: "it listens on 127.0.0.1:8000 only" }],
      "0.0.0.0",
    ],
  ])("fails %s", (_name, answers, words) => {
    const result = judgeAnswers(check, answers);
    expect(result).toMatchObject({ status: "failed", points: 0 });
    expect(result.hint).toContain(words);
  });

  it("does not say what was sent or what is right", () => {
    const told = JSON.stringify(judgeAnswers(check, [refused, right]));
    expect(told).not.toContain("certainty");
  });
});
