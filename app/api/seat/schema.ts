import { z } from "zod";

/** sleep: stops what runs in it. discard: throws it away, with images and build cache; files stay. */
export const changeSeatRequest = z.strictObject({ action: z.enum(["sleep", "discard"]) });
