import { z } from "zod";

/** What a machine is started with. */
export const planShape = z.object({
  /** Becomes its seat host's directory. */
  directory: z.string(),
  cgroup: z.string(),
  userIds: z.string(),
  /** Root file system of the base image that it serves in a registry on its loopback; null: it serves none. */
  debianTar: z.string().nullable(),
});
export type MachinePlan = z.infer<typeof planShape>;

/** What it says, one JSON object a line. */
export const saidShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), line: z.string() }),
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);
export type Said = z.infer<typeof saidShape>;
