import { z } from "zod";
import { type Waste, wasteCause } from "../image/report.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import { megabytes } from "./judge-small-and-works.ts";
import type { CheckResult } from "./result.ts";

export const noWasteCheck = checkSchema(
  "no-waste",
  "No layer has avoidable bytes, not even bytes that a later layer deletes.",
  {
    causes: z.array(wasteCause).min(1).describe("Kinds of waste that count."),
    maxBytes: z.number().int().nonnegative().default(100_000).describe("What may be left of each cause."),
  },
);
export type NoWasteCheck = z.infer<typeof noWasteCheck>;

/** Holds the report's waste against the causes of the check, one line of evidence a cause. */
export function judgeNoWaste(check: NoWasteCheck, waste: readonly Waste[]): CheckResult {
  const found = check.causes.map((cause) => {
    const of = waste.filter((one) => one.cause === cause).toSorted((one, other) => other.bytes - one.bytes);
    const bytes = of.reduce((sum, one) => sum + one.bytes, 0);
    return { cause, bytes, worst: of[0], ok: bytes <= check.maxBytes };
  });
  const evidence = found.map(({ cause, bytes, worst, ok }) =>
    evidenceOf(
      cause.replaceAll("-", " "),
      bytes === 0 ? "none" : `${megabytes(bytes)}, for instance ${worst?.examples[0] ?? ""}`,
      ok,
      ok ? null : (worst?.line ?? null),
    ),
  );
  const worst = found.filter((one) => !one.ok).toSorted((one, other) => other.bytes - one.bytes)[0];
  return decide(
    check,
    evidence,
    worst === undefined
      ? null
      : {
          text: `${megabytes(worst.bytes)} of ${worst.cause.replaceAll("-", " ")} were written into a layer here, and stay in it whatever a later line deletes.`,
          line: worst.worst?.line ?? null,
        },
  );
}

export const noWaste = checkKind({
  schema: noWasteCheck,
  phase: "image",
  needsImage: true,
  judge: judgeNoWaste,
  example: `- id: clean
  kind: no-waste
  title: No layer holds what nobody needs
  points: 30
  causes: [pip-cache, apt-lists]`,
});
