import { z } from "zod";

/** One file of a workspace. `version` grows with every save; a save names the version it was made from. */
export const workspaceFile = z.object({
  path: z.string(),
  content: z.string(),
  version: z.number().int().nonnegative(),
  editable: z.boolean(),
  /** The starter's text; null when the starter has no such file. */
  starter: z.string().nullable(),
});
export type WorkspaceFile = z.infer<typeof workspaceFile>;

export const saveFileRequest = z.strictObject({
  path: z.string().min(1).max(200),
  content: z.string(),
  baseVersion: z.number().int().nonnegative(),
});
export type SaveFileRequest = z.infer<typeof saveFileRequest>;

/**
 * saved: the new version. conflict: what somebody (another tab) saved meanwhile. `isGone`: they deleted the file; a
 * save that names `current.version` makes it anew.
 */
export const saveFileResult = z.discriminatedUnion("status", [
  z.object({ status: z.literal("saved"), version: z.number().int() }),
  z.object({
    status: z.literal("conflict"),
    current: workspaceFile,
    isGone: z.literal(true).optional(),
  }),
]);
export type SaveFileResult = z.infer<typeof saveFileResult>;

/** A request that the request panel sends to the student's running container, and the answer as text. */
export const appRequest = z.strictObject({
  method: z.enum(["GET", "POST"]),
  path: z.string().startsWith("/").max(2000),
  body: z.string().max(100_000).default(""),
});
export type AppRequest = z.infer<typeof appRequest>;

export const appResponse = z.object({
  status: z.number().int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  truncated: z.boolean(),
  durationMs: z.number(),
});
export type AppResponse = z.infer<typeof appResponse>;
