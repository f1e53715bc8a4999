import { z } from "zod";

/** What the owner's process tells root. Root answers "stop". */
export const keeperMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("running"),
    socketDir: z.string().startsWith("/").max(107),
    takenOver: z.boolean(),
  }),
  z.object({ type: z.literal("died") }),
  z.object({
    type: z.literal("failed"),
    message: z.string().max(10_000),
    userMessage: z.string().max(1000),
  }),
]);
export type KeeperMessage = z.infer<typeof keeperMessage>;
