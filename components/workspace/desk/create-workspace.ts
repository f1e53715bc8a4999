import type { OpenWorkspace, PublicLab } from "../../../core/lab/open-workspace.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import { createOtherTabs, type OtherTabs } from "../../client/other-tabs.ts";
import { createDrafts } from "../files/drafts.ts";
import { createFilesStore, type FilesStore } from "../files/files-store.ts";
import { createSolutionStore, type SolutionStore } from "../files/solution-store.ts";
import { openRunEvents } from "../runs/open-run-events.ts";
import { createRunsStore, type RunsStore } from "../runs/runs-store.ts";
import { openSeatLogs } from "../seat/open-seat-logs.ts";
import { createPushedApi } from "../seat/pushed-api.ts";
import { createPushedStore, type PushedStore } from "../seat/pushed-store.ts";
import { createRunningApi, openPreviewWindow } from "../seat/running-api.ts";
import { createRunningStore, type RunningStore } from "../seat/running-store.ts";
import { createSeatLogsStore, type SeatLogsStore } from "../seat/seat-logs-store.ts";
import { createStepsStore, type StepsStore } from "../seat/steps-store.ts";
import { createTerminalsApi } from "../seat/terminals-api.ts";
import { createTerminalsStore, type TerminalsStore } from "../seat/terminals-store.ts";
import { createLabApi, type LabApi } from "./lab-api.ts";

export interface Workspace {
  readonly lab: PublicLab;
  /** The same lab in other tabs of this browser, which are told when files were saved here. */
  readonly tabs: OtherTabs;
  readonly files: FilesStore;
  readonly runs: RunsStore;
  readonly terminals: TerminalsStore;
  readonly running: RunningStore;
  readonly seatLogs: SeatLogsStore;
  readonly pushed: PushedStore;
  readonly solution: SolutionStore;
  readonly steps: StepsStore;
  readonly api: LabApi;
}

/** Puts the stores of one lab together. Touches neither DOM nor network until it is used. */
export function createWorkspace(studentId: string, opened: OpenWorkspace, latest: LatestRuns): Workspace {
  const api = createLabApi(opened.lab.id);
  const tabs = createOtherTabs(`files:${studentId}:${opened.lab.id}`);
  const files = createFilesStore({
    files: opened.files,
    canUndoReset: opened.canUndoReset,
    api,
    drafts: createDrafts(`${studentId}:${opened.lab.id}`, () => window.localStorage),
    onSaved: () => tabs.tell(),
  });
  const runs = createRunsStore({
    latest,
    api,
    openEvents: openRunEvents,
    beforeStart: () => files.flush(),
  });
  const terminals = createTerminalsStore(createTerminalsApi(opened.lab.id), opened.lab.id, {
    opensFirst: opened.lab.builds,
  });
  const running = createRunningStore(createRunningApi(), openPreviewWindow);
  const seatLogs = createSeatLogsStore(openSeatLogs);
  const pushed = createPushedStore(createPushedApi());
  const solution = createSolutionStore(opened.solution, () => api.openSolution());
  const steps = createStepsStore(opened.stepsDone, (step, done) => api.markStep(step, done));
  return { lab: opened.lab, tabs, files, runs, terminals, running, seatLogs, pushed, solution, steps, api };
}
