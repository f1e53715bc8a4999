"use client";

import type { ReactElement } from "react";
import { useText } from "../../text/use-text.tsx";
import { describeRun } from "../runs/describe-run.ts";
import type { RunsState } from "../runs/runs-store.ts";
import { newestRun } from "../runs/runs-store.ts";

/** Says where a run is, for those who do not see the line beside the buttons. Never steals the focus. */
export function Announcer({ state }: { state: RunsState }): ReactElement {
  const words = useText();
  const run = newestRun(state.runs);
  const text =
    state.connection === "lost" && run !== null && run.state !== "finished"
      ? words.workspace.lostMeanwhile
      : run === null || run.lastSeq === 0
        ? ""
        : describeRun(words.runs, run).text;
  return (
    <p className="unseen" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}
