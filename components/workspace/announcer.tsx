"use client";

import type { ReactElement } from "react";
import { describeRun } from "./describe-run.ts";
import { newestRun } from "./newest-run.ts";
import type { RunsState } from "./runs-store.ts";

/** Says where a run is, for those who do not see the line beside the buttons. Never steals the focus. */
export function Announcer({ state }: { state: RunsState }): ReactElement {
  const run = newestRun(state.runs);
  const text =
    state.connection === "lost" && run !== null && run.state !== "finished"
      ? "The connection is lost. The run goes on; its log continues when the connection is back."
      : run === null || run.lastSeq === 0
        ? ""
        : describeRun(run).text;
  return (
    <p className="unseen" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}
