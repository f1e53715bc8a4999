import { isAppError } from "../errors.ts";

/** Whether an error says that a seat, or its engine, does not answer. A fresh one may. */
export const isSeatSilent = (error: unknown): boolean =>
  isAppError(error) && (error.code === "SEAT_UNAVAILABLE" || error.code === "TIMED_OUT");
