import { z } from "zod";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { matchJson } from "./match-json.ts";
import type { CheckResult, Evidence } from "./result.ts";

/** One held-out request and what is right. */
const heldOut = z.strictObject({
  method: z.enum(["GET", "POST"]).default("POST").describe("Method of the request."),
  path: z.string().startsWith("/").describe("Path of the request."),
  body: z.json().optional().describe("JSON body; none for a GET."),
  status: z.number().int().min(100).max(599).default(200).describe("HTTP status that is right."),
  expect: z
    .json()
    .optional()
    .describe("JSON that the answer must contain; left out when only the status counts."),
  tolerance: z
    .number()
    .nonnegative()
    .default(0.000001)
    .describe("Largest allowed difference between numbers."),
});
export type HeldOutRequest = z.infer<typeof heldOut>;

export const answersCheck = checkSchema("answers", "The service in the image answers requests correctly.", {
  requests: z
    .array(heldOut)
    .min(1)
    .describe("Held-out requests, sent to the lab's port one after the other."),
});
export type AnswersCheck = z.infer<typeof answersCheck>;

/** What came back for one request; `reason` says in words why nothing did. */
export type HeldOutAnswer =
  | { readonly status: "answered"; readonly code: number; readonly body: string }
  | { readonly status: "unreachable"; readonly reason: string };

/** Every request is answered as asked. `answers` has one a request, in their order. */
export function judgeAnswers(check: AnswersCheck, answers: readonly HeldOutAnswer[]): CheckResult {
  const evidence: Evidence[] = [];
  let hint: Hint | null = null;
  check.requests.forEach((request, index) => {
    const problem = findProblem(request, answers[index]);
    // What was sent and what is right stays unsaid: it is held out.
    const asked = `held-out request ${index + 1}: ${request.method} ${request.path}`;
    evidence.push(evidenceOf(asked, problem ?? "answered rightly", problem === null));
    if (problem !== null) {
      hint ??= {
        text: `${request.method} ${request.path}: ${problem.replace(/\.$/, "")}.${advice(problem)}`,
        file: null,
      };
    }
  });
  return decide(check, evidence, hint);
}

function findProblem(request: HeldOutRequest, answer: HeldOutAnswer | undefined): string | null {
  if (answer === undefined) return "it was not sent";
  if (answer.status === "unreachable") return answer.reason;
  if (answer.code !== request.status) return `HTTP status ${answer.code}, asked for is ${request.status}`;
  if (request.expect === undefined) return null;
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    return "the answer is not JSON";
  }
  return matchJson(request.expect, body, request.tolerance) === null
    ? null
    : "the answer is not the right one";
}

/** What beginners know least about: why something that runs cannot be reached. */
function advice(problem: string): string {
  return /127\.0\.0\.1|localhost/.test(problem)
    ? " Inside a container that address is the container itself: listen on 0.0.0.0."
    : "";
}

export const answers = checkKind({
  schema: answersCheck,
  phase: "run",
  needsImage: true,
  judge: judgeAnswers,
  example: `- id: answers
  kind: answers
  title: Starts, and answers
  points: 40
  hints:
    - Read the log of Run from the bottom up. Which address and port does it listen on?
  requests:
    - { method: GET, path: /health, expect: { status: ok } }
    - { path: /read, body: { lines: ["no digit"] }, status: 422 }`,
});
