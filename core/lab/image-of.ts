import { AppError } from "../errors.ts";
import { say } from "../messages/say.ts";
import type { Lab } from "./schema.ts";

/**
 * The name that a build in this lab gives its image.
 * @throws AppError BAD_REQUEST in a lab that is done in the terminal alone
 */
export function imageOf(lab: Lab): string {
  if (lab.image !== undefined) return lab.image;
  throw new AppError("BAD_REQUEST", {
    message: `the lab "${lab.title}" names no image`,
    userMessage: say("lab.terminal-only"),
  });
}
