import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import { IncusError, isMemberAway } from "./incus/incus-error.ts";

/** Anything that went wrong at the seat host, as the one error that callers know. */
export function seatFault(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if ((error instanceof IncusError && error.status === 0) || isMemberAway(error)) {
    return new AppError("SEAT_UNAVAILABLE", {
      message: `${doing}: ${text}`,
      userMessage: say("seats.host-silent"),
      cause: error,
    });
  }
  // Btrfs refuses a limit that the clone has passed already: the golden seat has grown, or SEAT_DISK was lowered.
  if (text.includes("unable to limit requested quota group: Disk quota exceeded")) {
    return new AppError("SEAT_UNAVAILABLE", {
      message: `${doing}: SEAT_DISK is smaller than the golden seat, which every seat begins with: ${text}`,
      userMessage: say("seats.disk-too-small"),
      cause: error,
    });
  }
  return new AppError("SEAT_UNAVAILABLE", {
    message: `${doing}: ${text}`,
    userMessage: say("machine.silent"),
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
