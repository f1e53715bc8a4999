import { z } from "zod";

/**
 * `port`: published in the student's seat, as `localhost:<port>` in its terminal reaches it; or of the container that
 * Run has started, which is published nowhere.
 */
export const openPreviewRequest = z.strictObject({
  of: z.enum(["seat", "app"]).default("seat"),
  port: z.number().int().min(1).max(65_535),
});
