import { z } from "zod";

/** One execution of the container's health check. */
export const healthBeat = z.object({
  at: z.number(),
  durationMs: z.number().nonnegative(),
  exitCode: z.number().int(),
  /** First 4 KiB of what the probe printed. */
  output: z.string(),
  /** The container's status after this beat. */
  status: z.enum(["starting", "healthy", "unhealthy", "none"]),
});
export type HealthBeat = z.infer<typeof healthBeat>;
