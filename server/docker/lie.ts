import { AppError } from "../../core/errors.ts";

/** What a seat says is not what an engine says. */
export function lie(message: string, cause?: unknown): AppError {
  return new AppError("SEAT_LIES", {
    message: `engine in the seat: ${message}`,
    userMessage:
      "The Docker engine in your seat answers with something that Docker does not say. Throw the seat away (seat menu) and take a new one; your files are kept.",
    cause,
  });
}
