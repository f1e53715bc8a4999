import { z } from "zod";
import { checkResult, gradeReport } from "../check/result.ts";
import { builtImage, imageReport } from "../image/report.ts";
import { buildStep } from "./build-step.ts";
import { healthBeat } from "./health-beat.ts";

/** build: image from the workspace. start: run the built image until stopped. check: grade in a grading seat. */
export const runKind = z.enum(["build", "start", "check"]);
export type RunKind = z.infer<typeof runKind>;

/** passed/failed are the student's; canceled and stopped are somebody's wish; fault is ours and says what to do. */
export const runOutcome = z.enum(["passed", "failed", "canceled", "limit", "fault"]);
export type RunOutcome = z.infer<typeof runOutcome>;

export const containerState = z.object({
  id: z.string(),
  state: z.enum(["created", "running", "exited"]),
  exitCode: z.number().int().nullable(),
  /** Ports the container listens to by its image or configuration, as numbers. */
  ports: z.array(z.number().int()),
});
export type ContainerState = z.infer<typeof containerState>;

export const runEventBody = z.discriminatedUnion("type", [
  /** position 1 is next; estimateMs null when nothing is known yet. */
  z.object({ type: z.literal("queued"), position: z.number().int(), estimateMs: z.number().nullable() }),
  z.object({ type: z.literal("seat"), state: z.enum(["cloning", "waking", "ready"]) }),
  /** The workspace as it was sent: what a report's lines refer to. */
  z.object({ type: z.literal("files"), count: z.number().int(), bytes: z.number(), dockerfile: z.string() }),
  /** Upsert by step.id. */
  z.object({ type: z.literal("step"), step: buildStep }),
  /** Up to 64 KiB of UTF-8 text with terminal escapes as the program printed them. */
  z.object({ type: z.literal("log"), stepId: z.string().nullable(), text: z.string() }),
  z.object({
    type: z.literal("progress"),
    stepId: z.string(),
    label: z.string(),
    current: z.number(),
    total: z.number().nullable(),
  }),
  z.object({ type: z.literal("notice"), level: z.enum(["info", "warning"]), text: z.string() }),
  /** Sizes by layer, at once; what is in the layers follows with `report`. */
  z.object({ type: z.literal("built"), image: builtImage }),
  z.object({ type: z.literal("report"), report: imageReport }),
  z.object({ type: z.literal("container"), container: containerState }),
  z.object({ type: z.literal("health"), beat: healthBeat }),
  z.object({
    type: z.literal("stats"),
    memoryBytes: z.number(),
    memoryLimitBytes: z.number(),
    cpuPercent: z.number(),
  }),
  /** What a check is doing now: "building", "starting the container", "freezing the app". */
  z.object({ type: z.literal("phase"), title: z.string() }),
  z.object({ type: z.literal("check"), result: checkResult }),
  z.object({ type: z.literal("grade"), report: gradeReport }),
  /** Exactly one, and always the last. message is for the student, in words. */
  z.object({ type: z.literal("final"), outcome: runOutcome, message: z.string(), durationMs: z.number() }),
]);
export type RunEventBody = z.infer<typeof runEventBody>;

/** seq grows by one from 1 within a run; it is the SSE event id. at: ms since 1970. */
export type RunEvent = { seq: number; at: number } & RunEventBody;
