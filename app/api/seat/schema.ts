import { z } from "zod";

/**
 * sleep: stops what runs in it. discard: throws it away, with images and build cache; files stay. fresh: the same,
 * and a new one is made at once.
 */
export const changeSeatRequest = z.strictObject({ action: z.enum(["sleep", "discard", "fresh"]) });
