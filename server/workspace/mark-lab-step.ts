import { AppError } from "../../core/errors.ts";
import type { MarkedSteps, MarkStepRequest } from "../../core/lab/step.ts";
import { say } from "../../core/messages/say.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { Database } from "../db/open-database.ts";
import { markStep } from "../db/steps/mark-step.ts";
import { readSteps } from "../db/steps/read-steps.ts";

/**
 * Ticks a step off that nobody judges, or takes the tick back.
 * @throws AppError NOT_FOUND for a step that the lab does not have
 */
export async function markLabStep(
  db: Database,
  studentId: string,
  lab: LoadedLab,
  { step, done }: MarkStepRequest,
): Promise<MarkedSteps> {
  if (!lab.lab.steps.some(({ id }) => id === step)) {
    throw new AppError("NOT_FOUND", {
      message: `no step ${step} in ${lab.id}`,
      userMessage: say("step.gone"),
    });
  }
  await markStep(db, studentId, { lab: lab.id, step, done });
  return { done: (await readSteps(db, studentId)).get(lab.id) ?? [] };
}
