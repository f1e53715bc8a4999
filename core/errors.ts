import { withoutFolders } from "./machine-paths.ts";
import type { Said } from "./messages/message.ts";
import { wordMessage } from "./messages/word-message.ts";
import { FIRST_LANGUAGE, type Language } from "./text/language.ts";

/**
 * Faults of Drydock. A thing that a student can cause (a build that fails, an image that is too big) is a
 * value, never an error; an error is for bad requests and for a world that does not answer.
 */
export const errorStatus = {
  BAD_REQUEST: 400,
  NOT_SIGNED_IN: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  NOT_ALLOWED_FOR_FILE: 422,
  TOO_MANY: 429,
  INTERNAL: 500,
  SEAT_HOST_MISSING: 503,
  SEAT_UNAVAILABLE: 503,
  BUSY: 503,
  SEAT_LIES: 502,
  TIMED_OUT: 504,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export interface AppErrorOptions {
  /** For the log: precise, may name paths and hosts, never a secret. */
  readonly message: string;
  /** For the person at the page: what happened, why, what to do now. Folders of this machine are left out of it. */
  readonly userMessage: Said;
  readonly cause?: unknown;
}

/** The one error class that crosses rooms. `status` is the HTTP status that a route answers with. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  /** What happened and what to do now, before it has a language. */
  readonly said: Said;

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.said = options.userMessage;
  }

  /** The same in English: for the command line. */
  get userMessage(): string {
    return this.wordIn(FIRST_LANGUAGE);
  }

  get status(): number {
    return errorStatus[this.code];
  }

  /** For the person at the page. Folders of this machine are left out. */
  wordIn(language: Language): string {
    return withoutFolders(wordMessage(this.said, language));
  }
}

/**
 * Whether something caught is an AppError. By name, not by class: the server's modules are loaded twice
 * (by the process and by the bundle of the pages), and an error crosses from one copy into the other.
 */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error && "said" in error;
}
