import type { OpenedSolution } from "../../../core/lab/solution.ts";
import type { MarkedSteps } from "../../../core/lab/step.ts";
import type { AppRequest, AppResponse, SaveFileResult, WorkspaceFile } from "../../../core/lab/workspace.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import type { RunSummary } from "../../../core/run/run.ts";
import { type ApiAnswer, callApi } from "../../client/call-api.ts";
import type { FilesAnswer, FilesApi, SaveAnswer } from "../files/files-store.ts";
import type { SolutionAnswer } from "../files/solution-store.ts";
import type { RunsApi, StartAnswer } from "../runs/runs-store.ts";
import type { StepsAnswer } from "../seat/steps-store.ts";

export type AppAnswer =
  | { readonly status: "answered"; readonly response: AppResponse }
  | { readonly status: "refused"; readonly message: string };

export interface LabApi extends FilesApi, RunsApi {
  send(request: AppRequest): Promise<AppAnswer>;
  openSolution(): Promise<SolutionAnswer>;
  markStep(step: string, done: boolean): Promise<StepsAnswer>;
}

const OFFLINE_MESSAGE = "The server cannot be reached. Try again when you are back online.";

/** The routes of one lab, as values: nothing here throws. `labId` is "course/lesson/lab". */
export function createLabApi(labId: string): LabApi {
  const base = `/api/labs/${labId.split("/").map(encodeURIComponent).join("/")}`;
  return {
    list: async () => asFiles(await callApi("GET", `${base}/files`)),
    save: async (request) => asSave(await callApi("PUT", `${base}/files`, request)),
    remove: async (path, baseVersion) =>
      asSave(await callApi("DELETE", `${base}/files`, { path, baseVersion })),
    reset: async (path) => asFiles(await callApi("POST", `${base}/reset`, path === null ? {} : { path })),
    undoReset: async () => asFiles(await callApi("POST", `${base}/reset`, { undo: true })),
    start: async (kind) => asStart(await callApi("POST", "/api/runs", { lab: labId, kind })),
    cancel: async (runId) => {
      const answer = await callApi("POST", `/api/runs/${encodeURIComponent(runId)}/cancel`, {});
      return answer.status === "ok" ? null : messageOf(answer);
    },
    latest: async () => {
      const answer = await callApi("GET", `${base}/runs`);
      return answer.status === "ok" ? (answer.body as LatestRuns) : null;
    },
    send: async (request) => {
      const answer = await callApi("POST", `${base}/request`, request);
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "answered", response: answer.body as AppResponse };
    },
    openSolution: async () => {
      const answer = await callApi("POST", `${base}/solution`, {});
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "opened", solution: answer.body as OpenedSolution };
    },
    markStep: async (step, done) => {
      const answer = await callApi("POST", `${base}/steps`, { step, done });
      if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
      return { status: "marked", done: (answer.body as MarkedSteps).done };
    },
  };
}

function messageOf(answer: Exclude<ApiAnswer, { status: "ok" }>): string {
  return answer.status === "offline" ? OFFLINE_MESSAGE : answer.message;
}

function asSave(answer: ApiAnswer): SaveAnswer {
  if (answer.status === "offline") return answer;
  const result = answer.body as Partial<SaveFileResult> | null;
  // A conflict comes as a value, with whatever HTTP status.
  if (result?.status === "conflict") return result as SaveAnswer;
  if (answer.status === "refused") return { status: "refused", message: answer.message };
  if (result?.status === "saved") return result as SaveAnswer;
  return { status: "refused", message: "The server's answer was not understood. Reload the page." };
}

function asFiles(answer: ApiAnswer): FilesAnswer {
  if (answer.status !== "ok") return { status: "refused", message: messageOf(answer) };
  const body = answer.body as { files: readonly WorkspaceFile[]; canUndoReset?: boolean };
  return { status: "done", files: body.files, canUndoReset: body.canUndoReset ?? false };
}

function asStart(answer: ApiAnswer): StartAnswer {
  const body = (answer.status === "offline" ? null : answer.body) as { run?: RunSummary } | RunSummary | null;
  const run = body !== null && "run" in body ? body.run : body;
  if (isSummary(run)) return { status: "started", run };
  if (answer.status === "ok")
    return { status: "refused", message: "The server's answer was not understood." };
  return { status: "refused", message: messageOf(answer) };
}

function isSummary(value: unknown): value is RunSummary {
  const run = value as Partial<Record<keyof RunSummary, unknown>> | null | undefined;
  return typeof run?.id === "string" && typeof run.kind === "string";
}
