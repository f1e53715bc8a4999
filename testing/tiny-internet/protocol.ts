import { z } from "zod";

/** What the tiny internet is started with. */
export const planShape = z.object({
  /** Becomes the seat host's directory. */
  directory: z.string(),
  cgroup: z.string(),
  userIds: z.string(),
  /** Root file system of the image that is served as python:3.11-slim. */
  pythonTar: z.string(),
  wheels: z.string(),
  key: z.string(),
  certificate: z.string(),
});
export type Plan = z.infer<typeof planShape>;

/** What it says, one JSON object a line. */
export const saidShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), line: z.string() }),
  z.object({ type: z.literal("request"), url: z.string(), status: z.number() }),
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);
export type Said = z.infer<typeof saidShape>;
