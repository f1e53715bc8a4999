import type { FormNotice } from "../../core/lab/form-notice.ts";
import type { OpenWorkspace, ResetRequest } from "../../core/lab/open-workspace.ts";
import type { OpenedSolution } from "../../core/lab/solution.ts";
import type { MarkedSteps, MarkStepRequest } from "../../core/lab/step.ts";
import type { SaveFileRequest, SaveFileResult, WorkspaceFile } from "../../core/lab/workspace.ts";
import type { Config } from "../config.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { readAdviceLinks } from "../content/read-advice-links.ts";
import type { Database } from "../db/open-database.ts";
import { readSolutions } from "../db/solutions/read-solutions.ts";
import { readSteps } from "../db/steps/read-steps.ts";
import { asVital } from "../db/who-asks.ts";
import { deleteFile } from "../db/workspace/delete-file.ts";
import { canUndoReset, publicLab, readWorkspace } from "../db/workspace/read-workspace.ts";
import { resetWorkspace } from "../db/workspace/reset-workspace.ts";
import { saveFile } from "../db/workspace/save-file.ts";
import { markLabStep } from "./mark-lab-step.ts";
import { openSolution } from "./open-solution.ts";
import { type FormInput, type FormRuns, submitForm } from "./submit-form.ts";

export interface WorkspacesParts {
  readonly config: Pick<Config, "CONTENT_DIR">;
  readonly db: Database;
  readonly labOf: (studentId: string, labId: string) => Promise<LoadedLab>;
  readonly limits: { readonly fileBytes: number; readonly totalBytes: number; readonly files: number };
  /** What a form of the page starts and cancels. */
  readonly runs: FormRuns;
  /** Called after files have changed, so that they reach the seat. */
  readonly onChanged: (studentId: string, labId: string) => void;
}

export type Workspaces = ReturnType<typeof createWorkspaces>;

/** A student's files in a lab. Every operation is NOT_FOUND when there is no such lab. */
export function createWorkspaces({ config, db, labOf, limits, runs, onChanged }: WorkspacesParts) {
  /** Loads the lab, changes its files, and tells who follows them. */
  const change = async <T>(
    studentId: string,
    labId: string,
    act: (lab: LoadedLab) => Promise<T>,
  ): Promise<T> => {
    const lab = await labOf(studentId, labId);
    const result = await asVital(studentId, () => act(lab));
    onChanged(studentId, labId);
    return result;
  };

  const files = {
    openWorkspace: async (studentId: string, labId: string): Promise<OpenWorkspace> => {
      const lab = await labOf(studentId, labId);
      return {
        lab: publicLab(lab, await readAdviceLinks(config.CONTENT_DIR, labId.split("/")[0] ?? "")),
        files: await readWorkspace(db, studentId, lab),
        canUndoReset: await canUndoReset(db, studentId, labId),
        solution: (await readSolutions(db, studentId)).get(labId) ?? null,
        stepsDone: (await readSteps(db, studentId)).get(labId) ?? [],
      };
    },

    saveFile: (studentId: string, labId: string, request: SaveFileRequest): Promise<SaveFileResult> =>
      change(studentId, labId, (lab) => saveFile(db, studentId, lab, request, limits)),

    deleteFile: (
      studentId: string,
      labId: string,
      request: { readonly path: string; readonly baseVersion: number },
    ): Promise<SaveFileResult> =>
      change(studentId, labId, (lab) => deleteFile(db, studentId, lab, request, limits)),

    /** Answers with the files as they are afterwards. CONFLICT when there is nothing to undo. */
    resetWorkspace: (
      studentId: string,
      labId: string,
      request: ResetRequest,
    ): Promise<{ readonly files: readonly WorkspaceFile[]; readonly canUndoReset: boolean }> =>
      change(studentId, labId, (lab) => resetWorkspace(db, studentId, lab, request, limits)),
  };

  return {
    ...files,

    /** The lab's solution; that it was opened is kept. NOT_FOUND for a lab that has none. */
    openSolution: async (studentId: string, labId: string): Promise<OpenedSolution> =>
      openSolution(db, studentId, await labOf(studentId, labId)),

    /** Ticks a step off that nobody judges, or takes the tick back. NOT_FOUND for a step that the lab does not have. */
    markStep: async (studentId: string, labId: string, request: MarkStepRequest): Promise<MarkedSteps> =>
      markLabStep(db, studentId, await labOf(studentId, labId), request),

    /** What a form of the page without JavaScript asks for; the code of what to tell. */
    submitForm: (studentId: string, labId: string, form: FormInput): Promise<FormNotice> =>
      submitForm({ ...files, ...runs }, studentId, labId, form),
  };
}
