import { z } from "zod";
import type { ImageLayer } from "../image/report.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import { megabytes } from "./judge-small-and-works.ts";
import type { CheckResult } from "./result.ts";

export const shareOfStarterCheck = checkSchema(
  "share-of-starter",
  "The image is smaller than a given share of the starter's image. Both are built in the same seat.",
  {
    share: z
      .number()
      .positive()
      .lt(1)
      .describe("Largest allowed share of the starter's bytes; 0.3333 is a third."),
  },
);
export type ShareOfStarterCheck = z.infer<typeof shareOfStarterCheck>;

export interface ShareFacts {
  /** Sum of all layers, the base's included. */
  readonly starterBytes: number;
  readonly bytes: number;
  readonly layers: readonly ImageLayer[];
}

/** Both images are weighed in the same way, so that the same base counts in both, whatever it weighs here. */
export function judgeShareOfStarter(check: ShareOfStarterCheck, facts: ShareFacts): CheckResult {
  const { bytes, starterBytes } = facts;
  const ok = bytes <= starterBytes * check.share;
  const heaviest = facts.layers
    .filter((layer) => layer.origin === "own")
    .toSorted((one, other) => other.bytes - one.bytes)[0];
  const line = ok ? null : (heaviest?.line ?? null);
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const evidence = [
    evidenceOf("the image that you began with", megabytes(starterBytes), true),
    evidenceOf(
      `your image, at most ${percent(check.share)} of that`,
      `${megabytes(bytes)}, which is ${percent(bytes / starterBytes)}`,
      ok,
      line,
    ),
  ];
  if (ok) return decide(check, evidence, null);
  const over = megabytes(bytes - starterBytes * check.share);
  return decide(check, evidence, {
    text: `${over} too much. The heaviest layer of yours has ${megabytes(heaviest?.bytes ?? 0)}.`,
    line,
  });
}

export const shareOfStarter = checkKind({
  schema: shareOfStarterCheck,
  phase: "build",
  needsImage: true,
  judge: judgeShareOfStarter,
  example: `- id: third
  kind: share-of-starter
  title: A third of what it was
  points: 30
  share: 0.3333`,
});
