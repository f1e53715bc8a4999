import { readFile } from "node:fs/promises";
import { AppError } from "../../core/errors.ts";
import { type Submission, submission } from "../../core/lab/submission.ts";
import { parseJson } from "../../core/text/parse-json.ts";

/** The submission in a file that `npm run submissions -- NUMBER --json` has printed. */
export async function readSubmissionFile(file: string): Promise<Submission> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new AppError("NOT_FOUND", {
      message: `${file}: ${(error as Error).message}`,
      userMessage: `${file} cannot be read. Give the number of a submission, or a file that npm run submissions -- NUMBER --json has printed. Root grades as the user drydock: put the file where everybody can read it.`,
    });
  });
  const parsed = submission.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new AppError("BAD_REQUEST", {
    message: `${file} is no submission`,
    userMessage: `${file} is not the file of a submission${first === undefined ? "" : ` (${first.path.join(".") || "file"}: ${first.message})`}. npm run submissions -- NUMBER --json prints one.`,
  });
}
