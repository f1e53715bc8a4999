import { AppError } from "../../core/errors.ts";
import { IncusError, isMemberAway } from "./incus/incus-error.ts";

/** Anything that went wrong at the seat host, as the one error that callers know. */
export function seatFault(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if ((error instanceof IncusError && error.status === 0) || isMemberAway(error)) {
    return new AppError("SEAT_UNAVAILABLE", {
      message: `${doing}: ${text}`,
      userMessage:
        "The machine that runs your seat does not answer. Your files are safe here; try again in a minute, " +
        "and tell your instructor if it stays like this.",
      cause: error,
    });
  }
  return new AppError("SEAT_UNAVAILABLE", {
    message: `${doing}: ${text}`,
    userMessage:
      "Your seat stopped answering. Your files are safe here; try again, or throw the seat away (seat menu) to get a fresh one.",
    cause: error,
  });
}

/** Runs a step with the seat host; what it throws becomes AppError SEAT_UNAVAILABLE. */
export async function withSeatFault<T>(doing: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw seatFault(error, doing);
  }
}
