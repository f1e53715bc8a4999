import type { FormNotice } from "../../core/lab/form-notice.ts";
import type { RunKind } from "../../core/run/event.ts";
import type { Runs } from "../runs/create-runs.ts";
import type { Workspaces } from "./create-workspaces.ts";

/** What a form does besides saving. */
export type FormRuns = Pick<Runs, "startRun" | "cancelRun" | "getLatestRuns">;
type FormSite = FormRuns & Pick<Workspaces, "openWorkspace" | "saveFile" | "resetWorkspace">;

export interface FormInput {
  readonly intent: "save" | RunKind | "cancel" | "reset" | "undo";
  readonly path?: string | undefined;
  readonly content?: string | undefined;
  readonly baseVersion?: number | undefined;
}

/**
 * What a form of the page without JavaScript asks for: saves its file, then does what its button says.
 * @returns the code of what to tell
 * @throws AppError as the operations do
 */
export async function submitForm(
  site: FormSite,
  studentId: string,
  labId: string,
  form: FormInput,
): Promise<FormNotice> {
  const { intent, path } = form;
  if (intent === "undo") {
    await site.resetWorkspace(studentId, labId, { undo: true });
    return "undone";
  }
  if (intent === "reset") {
    await site.resetWorkspace(studentId, labId, path === undefined ? {} : { path });
    return "reset";
  }
  if (intent === "cancel") {
    const { runs } = await site.getLatestRuns(studentId, labId);
    const unfinished = runs.filter((run) => run.state !== "finished");
    await Promise.all(unfinished.map((run) => site.cancelRun(studentId, run.id)));
    return unfinished.length === 0 ? "nothing-to-cancel" : "canceled";
  }
  if (!(await save(site, studentId, labId, form))) return "conflict";
  if (intent === "save") return "saved";
  const started = await site.startRun(studentId, labId, intent);
  return started.status === "started" ? "started" : "busy";
}

/** @returns false when somebody saved the file since the page was loaded */
async function save(site: FormSite, studentId: string, labId: string, form: FormInput): Promise<boolean> {
  const { path, content, baseVersion } = form;
  if (path === undefined || content === undefined || baseVersion === undefined) return true;
  const { files } = await site.openWorkspace(studentId, labId);
  const current = files.find((file) => file.path === path);
  // A read-only file is shown in the same form; nobody can have changed it.
  if (current?.editable === false) return true;
  // A browser sends every line break of a textarea as CRLF. The file keeps the ones it had.
  const text = current?.content.includes("\r\n") === true ? content : content.replaceAll("\r\n", "\n");
  if (text === current?.content) return true;
  const result = await site.saveFile(studentId, labId, { path, content: text, baseVersion });
  return result.status === "saved";
}
