import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";

/** What nobody is told: who comes without a session, and who comes with one that is over. */
export const signedOutWords = { none: say("session.none"), bad: say("session.over") };

/** For an operation that nobody may call. */
export const notSignedIn = (): AppError =>
  new AppError("NOT_SIGNED_IN", { message: "a request of nobody", userMessage: signedOutWords.none });
