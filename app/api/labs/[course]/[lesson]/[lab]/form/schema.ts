import { z } from "zod";

/** Fields of the forms of the page without JavaScript. */
export const workspaceForm = z.object({
  intent: z.enum(["save", "build", "start", "check", "cancel", "reset", "undo"]),
  path: z.string().max(200).optional(),
  content: z.string().optional(),
  baseVersion: z.coerce.number().int().nonnegative().optional(),
});
