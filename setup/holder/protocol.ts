import { z } from "zod";

/** What the holder of the seat host says to those who hold it up, one JSON object a line. */
export const holderMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), line: z.string() }),
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);
export type HolderMessage = z.infer<typeof holderMessage>;
