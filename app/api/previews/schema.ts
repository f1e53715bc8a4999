import { z } from "zod";

/** `port`: published in the student's seat, as `localhost:<port>` in its terminal reaches it. */
export const openPreviewRequest = z.strictObject({ port: z.number().int().min(1).max(65_535) });
