import { AppError } from "../../core/errors.ts";

/** What nobody is told: who comes without a session, and who comes with one that is over. */
export const signedOutWords = {
  none: "You are not signed in. Open the site's start page: it says how to come in.",
  bad: "You are signed out: your sign-in has ended. Copy what is not saved yet, then reload this page.",
};

/** For an operation that nobody may call. */
export const notSignedIn = (): AppError =>
  new AppError("NOT_SIGNED_IN", { message: "a request of nobody", userMessage: signedOutWords.none });
