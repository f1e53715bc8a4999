import { z } from "zod";

/** One vertex of a build, as BuildKit reports it, tied to the Dockerfile line that asked for it. */
export const buildStep = z.object({
  /** BuildKit's digest of the vertex; stable within one run. */
  id: z.string(),
  /** "[builder 2/5] RUN pip install ..." */
  name: z.string(),
  state: z.enum(["pending", "running", "done", "cached", "failed", "canceled"]),
  /** 1-based line in the Dockerfile, null for internal steps (load context, export). */
  line: z.number().int().positive().nullable(),
  stage: z.string().nullable(),
  startedAt: z.number().nullable(),
  durationMs: z.number().nonnegative().nullable(),
  error: z.string().nullable(),
});
export type BuildStep = z.infer<typeof buildStep>;
