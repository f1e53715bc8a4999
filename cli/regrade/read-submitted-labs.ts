import { needsBuild } from "../../core/check/lab-check.ts";
import { AppError } from "../../core/errors.ts";
import type { Submission } from "../../core/lab/submission.ts";
import { type Config, type LoadedLab, loadSubmittedLab } from "../../server/tools.ts";

/**
 * The lab of each submission as it is now, with the values of its student's task, by the submission's number.
 * @throws AppError BAD_REQUEST for a lab of which a part cannot be graded again
 */
export async function readSubmittedLabs(
  { CONTENT_DIR }: Pick<Config, "CONTENT_DIR">,
  submissions: readonly Submission[],
): Promise<Map<string, { readonly lab: LoadedLab; readonly hash: string }>> {
  const labs = new Map<string, { readonly lab: LoadedLab; readonly hash: string }>();
  for (const { id, lab: labId, variant } of submissions) {
    const found = await loadSubmittedLab(CONTENT_DIR, labId, variant);
    const elsewhere = found.lab.lab.checks.filter((check) => !needsBuild(check));
    if (elsewhere.length > 0) {
      throw new AppError("BAD_REQUEST", {
        message: `${labId} cannot be regraded`,
        userMessage: `${labId} cannot be graded again: ${elsewhere.map((check) => check.id).join(", ")} looked at the student's own seat, or at what they had pushed, and that is not kept.`,
      });
    }
    labs.set(id, found);
  }
  return labs;
}
