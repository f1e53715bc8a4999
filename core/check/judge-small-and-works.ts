import { z } from "zod";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import type { ImageLayer, Waste } from "../image/report.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf, type Hint } from "./decide.ts";
import { matchJson } from "./match-json.ts";
import type { CheckResult, Evidence } from "./result.ts";

const prediction = z.strictObject({
  path: z.string().startsWith("/").describe("Path of the request."),
  body: z.json().describe("JSON body of the POST."),
  expect: z.json().describe("JSON that the answer must contain; numbers within the tolerance."),
  tolerance: z
    .number()
    .nonnegative()
    .default(0.000001)
    .describe("Largest allowed difference between numbers."),
});

const smallAndWorksCheck = checkSchema(
  "small-and-works",
  "The image is below a size limit and still answers correctly.",
  {
    maxBytes: z
      .number()
      .int()
      .positive()
      .describe("Largest allowed sum of unpacked layer bytes; 500 MB is 500000000."),
    predictions: z.array(prediction).min(1).describe("Held-out requests that must be answered rightly."),
  },
);
export type SmallAndWorksCheck = z.infer<typeof smallAndWorksCheck>;

/** What came back for one held-out request. */
export type PredictionAnswer =
  | { readonly status: "answered"; readonly code: number; readonly body: string }
  | { readonly status: "unreachable"; readonly reason: string };

export interface SmallAndWorksFacts {
  readonly dockerfile: ParsedDockerfile;
  readonly bytes: number;
  readonly layers: readonly ImageLayer[];
  readonly waste: readonly Waste[];
  /** One a prediction, in the order of the check. */
  readonly answers: readonly PredictionAnswer[];
}

/** Under the size, and it still answers held-out requests rightly. */
export function judgeSmallAndWorks(check: SmallAndWorksCheck, facts: SmallAndWorksFacts): CheckResult {
  const evidence: Evidence[] = [];
  const fits = facts.bytes < check.maxBytes;
  const heaviest = facts.layers
    .filter((layer) => layer.origin === "own")
    .toSorted((one, other) => other.bytes - one.bytes)[0];
  evidence.push(
    evidenceOf(
      "sum of the unpacked layers",
      `${megabytes(facts.bytes)}, allowed is less than ${megabytes(check.maxBytes)}`,
      fits,
      fits ? null : (heaviest?.line ?? null),
    ),
  );
  let works: Hint | null = null;
  check.predictions.forEach((prediction, index) => {
    const problem = judgeAnswer(prediction, facts.answers[index]);
    // What was sent and what is right stays unsaid: it is held out.
    evidence.push(
      evidenceOf(
        `held-out request ${index + 1} to ${prediction.path}`,
        problem ?? "answered rightly",
        problem === null,
      ),
    );
    if (problem !== null) {
      works ??= {
        text: `The image does not answer rightly (${problem}). An image from which something needed was taken away is small, but of no use.`,
        line: null,
        file: null,
      };
    }
  });
  return decide(check, evidence, fits ? works : sizeHint(facts, check.maxBytes, heaviest));
}

function judgeAnswer(
  prediction: SmallAndWorksCheck["predictions"][number],
  answer: PredictionAnswer | undefined,
): string | null {
  if (answer === undefined) return "it was not sent";
  if (answer.status === "unreachable") return answer.reason;
  if (answer.code < 200 || answer.code > 299) return `HTTP status ${answer.code}`;
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    return "the answer is not JSON";
  }
  return matchJson(prediction.expect, body, prediction.tolerance) === null
    ? null
    : "the answer is not what the model says";
}

function sizeHint(facts: SmallAndWorksFacts, maxBytes: number, heaviest: ImageLayer | undefined): Hint {
  const over = megabytes(facts.bytes - maxBytes);
  const base = facts.layers
    .filter((layer) => layer.origin === "base")
    .reduce((sum, layer) => sum + layer.bytes, 0);
  if (base >= maxBytes) {
    return {
      text: `The base image alone has ${megabytes(base)}. Start the last stage from a slim image.`,
      line: finalChain(facts.dockerfile)?.base.line ?? null,
    };
  }
  const waste = facts.waste[0];
  if (waste !== undefined && waste.bytes > (facts.bytes - maxBytes) / 4) {
    return {
      text: `${over} too much. ${megabytes(waste.bytes)} of it need not be there (${waste.cause.replaceAll("-", " ")}). ${waste.advice}`,
      line: waste.line,
    };
  }
  return {
    text: `${over} too much. The heaviest layer of yours has ${megabytes(heaviest?.bytes ?? 0)}.`,
    line: heaviest?.line ?? null,
  };
}

/** Decimal, as the task counts: 374.2 MB. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export const smallAndWorks = checkKind({
  schema: smallAndWorksCheck,
  phase: "run",
  needsImage: true,
  judge: judgeSmallAndWorks,
  example: `- id: small-and-works
  kind: small-and-works
  title: Below 300 MB, and it still predicts
  points: 20
  maxBytes: 300000000
  predictions:
    - { path: /predict, body: { features: [5.1, 3.5, 1.4, 0.2] }, expect: { species: setosa } }`,
});
