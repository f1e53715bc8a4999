import { AppError } from "../../core/errors.ts";
import type { Submission } from "../../core/lab/submission.ts";
import { type Config, openSubmissions } from "../../server/tools.ts";
import { readSubmissionFile } from "./read-submission-file.ts";

const NUMBER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A submission by its number, out of this site's database, or out of its file.
 * @throws AppError in words when there is none, or its files are no longer kept
 */
export async function takeSubmission(config: Config, which: string): Promise<Submission> {
  if (!NUMBER.test(which)) return await readSubmissionFile(which);
  const found: Submission[] = [];
  const count = await openSubmissions(config, { id: which.toLowerCase() }, async (one) => {
    if (one.files !== null) found.push(one);
    await Promise.resolve();
  });
  const [one] = found;
  if (one !== undefined) return one;
  throw new AppError("NOT_FOUND", {
    message: `no submission ${which}`,
    userMessage:
      count === 0
        ? `There is no submission ${which}. npm run submissions lists them.`
        : `The files of submission ${which} are no longer kept.`,
  });
}
