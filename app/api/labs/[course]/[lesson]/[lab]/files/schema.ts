import { z } from "zod";

/** Body of DELETE: an added file, and the version that is deleted. */
export const deleteFileRequest = z.strictObject({
  path: z.string().min(1).max(200),
  baseVersion: z.number().int().nonnegative(),
});
