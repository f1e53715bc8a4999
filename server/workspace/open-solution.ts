import { AppError } from "../../core/errors.ts";
import type { OpenedSolution } from "../../core/lab/solution.ts";
import { isEditable } from "../../core/lab/workspace-path.ts";
import { say } from "../../core/messages/say.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { readAnswer } from "../content/read-answer.ts";
import type { Database } from "../db/open-database.ts";
import { recordSolution } from "../db/solutions/record-solution.ts";

/**
 * A lab's solution as this student's variant has it. Reading it is kept before it is answered.
 * @throws AppError NOT_FOUND for a lab that has none
 */
export async function openSolution(db: Database, studentId: string, lab: LoadedLab): Promise<OpenedSolution> {
  const files = await readAnswer(lab, "solution");
  if (files.length === 0) {
    throw new AppError("NOT_FOUND", {
      message: `${lab.id} has no solution`,
      userMessage: say("solution.none"),
    });
  }
  // Where it is no file that a student could write, it is what they type.
  const isTyped = (path: string) => path === "steps.sh" && !isEditable(path, lab.lab.editable);
  return {
    mark: await recordSolution(db, studentId, lab.id),
    files: files.map(({ path, content }) => ({ path, content, typed: isTyped(path) })),
  };
}
