import { z } from "zod";
import { advice } from "../advice/advice.ts";

/**
 * Bytes of an image, the one definition that page, grader and command line share: the sum over all layers,
 * base included, of the sizes of regular files in the uncompressed layer, hard links once a layer,
 * whiteouts nothing. 500 MB is 500,000,000.
 */
export const imageLayer = z.object({
  /** 0 is the lowest. */
  index: z.number().int().nonnegative(),
  diffId: z.string(),
  bytes: z.number().nonnegative(),
  /** The instruction as the image's history has it. */
  createdBy: z.string(),
  origin: z.enum(["base", "own"]),
  /** 1-based Dockerfile line that made it; null for the base's layers and where no line fits. */
  line: z.number().int().positive().nullable(),
});
export type ImageLayer = z.infer<typeof imageLayer>;

export const builtImage = z.object({
  id: z.string(),
  bytes: z.number().nonnegative(),
  layers: z.array(imageLayer),
});
export type BuiltImage = z.infer<typeof builtImage>;

export const wasteCause = z.enum([
  "pip-cache",
  "apt-lists",
  "apt-archives",
  "build-tools",
  "version-control",
  "tests",
  "bytecode",
  "duplicate",
  "overwritten",
  "virtual-environment",
]);
export type WasteCause = z.infer<typeof wasteCause>;

/** Bytes in a layer that need not be there. A byte is counted under one cause only. */
export const waste = z.object({
  cause: wasteCause,
  layerIndex: z.number().int().nonnegative(),
  line: z.number().int().positive().nullable(),
  bytes: z.number().nonnegative(),
  files: z.number().int().nonnegative(),
  /** Up to five paths, the largest first. */
  examples: z.array(z.string()),
  /** What to write instead, one sentence. */
  advice: z.string(),
});
export type Waste = z.infer<typeof waste>;

export const healthcheckConfig = z.object({
  test: z.array(z.string()),
  intervalMs: z.number().nullable(),
  timeoutMs: z.number().nullable(),
  startPeriodMs: z.number().nullable(),
  retries: z.number().int().nullable(),
});
export type HealthcheckConfig = z.infer<typeof healthcheckConfig>;

/** What one Dockerfile line cost; shown in the editor's margin. */
export const lineCost = z.object({
  line: z.number().int().positive(),
  bytes: z.number().nonnegative().nullable(),
  durationMs: z.number().nonnegative().nullable(),
  cached: z.boolean(),
});
export type LineCost = z.infer<typeof lineCost>;

export const imageReport = builtImage.extend({
  user: z.string(),
  workdir: z.string(),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  exposedPorts: z.array(z.string()),
  environment: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  healthcheck: healthcheckConfig.nullable(),
  waste: z.array(waste),
  lines: z.array(lineCost),
  /** What the rules say of the files that were built; not there in reports from before there were any. */
  advice: z.array(advice).optional(),
  /** Sum of step times that were not cached. */
  buildMs: z.number().nonnegative(),
});
export type ImageReport = z.infer<typeof imageReport>;
