import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

/** What a seat says is not what an engine says. */
export function lie(message: string, cause?: unknown): AppError {
  return new AppError("SEAT_LIES", {
    message: `engine in the seat: ${message}`,
    userMessage: say("engine.lies"),
    cause,
  });
}
