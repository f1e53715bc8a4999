import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import type { RunKind } from "../../core/run/event.ts";
import type { LatestRuns } from "../../core/run/latest-runs.ts";
import type { RunSummary } from "../../core/run/run.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { Database } from "../db/open-database.ts";
import { readLatestRuns } from "../db/runs/read-runs.ts";
import type { RunManager } from "./run-manager.ts";
import { createRunReader } from "./run-reader.ts";

export interface RunsParts {
  readonly db: Database;
  readonly manager: RunManager;
  readonly labOf: (studentId: string, labId: string) => Promise<LoadedLab>;
}

export type Runs = ReturnType<typeof createRuns>;

/** Builds, starts and checks of a student's. What belongs to somebody else is NOT_FOUND. */
export function createRuns({ db, manager, labOf }: RunsParts) {
  const getLive = (runId: string) => manager.getLive(runId);
  return {
    ...createRunReader(db, getLive),

    getLatestRuns: async (studentId: string, labId: string): Promise<LatestRuns> => {
      await labOf(studentId, labId);
      return readLatestRuns(db, studentId, labId, getLive);
    },

    /**
     * started: the new run. busy: this student has an unfinished run of this lab and kind (a start is replaced
     * instead). TOO_MANY beyond RUNS_PER_STUDENT.
     */
    startRun: async (
      studentId: string,
      labId: string,
      kind: RunKind,
    ): Promise<{ status: "started"; run: RunSummary } | { status: "busy"; run: RunSummary }> =>
      manager.start(studentId, await labOf(studentId, labId), kind),

    /** Resolves once the run is finished or two seconds are over; a finished run stays as it is. */
    cancelRun: (studentId: string, runId: string): Promise<RunSummary> => manager.cancel(studentId, runId),

    /** CONFLICT when the student has no running container in this lab. */
    requestApp: async (studentId: string, labId: string, request: AppRequest): Promise<AppResponse> =>
      manager.requestApp(studentId, await labOf(studentId, labId), request),
  };
}
