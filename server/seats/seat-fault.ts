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
  // Btrfs refuses a limit that the clone has passed already: the golden seat has grown, or SEAT_DISK was lowered.
  if (text.includes("unable to limit requested quota group: Disk quota exceeded")) {
    return new AppError("SEAT_UNAVAILABLE", {
      message: `${doing}: SEAT_DISK is smaller than the golden seat, which every seat begins with: ${text}`,
      userMessage:
        "No seat can be made: what every seat begins with is larger than the disk that a seat may have. " +
        "Your files are safe here. Whoever runs this site has to raise SEAT_DISK.",
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
