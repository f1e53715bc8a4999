import { z } from "zod";

/** What the seat chip in the page's header shows. */
export const seatStatus = z.object({
  state: z.enum(["none", "asleep", "waking", "awake", "unavailable"]),
  /** Set when unavailable: what is missing, and how to give it. */
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  standIns: z.boolean(),
  memoryBytes: z.number(),
  memoryLimitBytes: z.number(),
  diskBytes: z.number(),
  diskLimitBytes: z.number(),
});
export type SeatStatus = z.infer<typeof seatStatus>;
