"use client";

import type { ReactElement } from "react";
import type { RunKind } from "../../../core/run/event.ts";
import { formatDuration } from "../../../core/text/format.ts";
import { useNow } from "../../client/use-now.ts";
import { useText } from "../../text/use-text.tsx";
import { Words } from "../../ui/words.tsx";
import { describeRun } from "../runs/describe-run.ts";
import type { RunsState } from "../runs/runs-store.ts";
import { mayStart } from "../runs/runs-store.ts";
import { isServing, newestRun } from "../runs/runs-store.ts";
import styles from "./action-bar.module.css";

interface ActionBarProps {
  readonly state: RunsState;
  readonly seatMissing: boolean;
  /** False in a lab that is done in the terminal alone. */
  readonly builds: boolean;
  /** False in a lab that nobody judges: there is no Check. */
  readonly judged: boolean;
  /** Check looks at the student's own seat alone. */
  readonly looks: boolean;
  readonly onCancel: (kind: RunKind) => void;
}

/** Build, Run, Check, Cancel, and in words where that stands. Buttons of a form: they work without JavaScript. */
export function ActionBar({
  state,
  seatMissing,
  builds,
  judged,
  looks,
  onCancel,
}: ActionBarProps): ReactElement {
  const text = useText();
  const words = text.workspace;
  const run = newestRun(state.runs);
  const waiting = run !== null && run.state !== "finished" && !isServing(run);
  const serving = state.runs.start !== null && isServing(state.runs.start);
  const now = useNow(waiting);
  const waitedMs = now === null || run === null ? 0 : now - run.startedAt;
  const sentence = run === null ? null : describeRun(text.runs, run);
  const blocked = (kind: RunKind): boolean => seatMissing || !mayStart(state, kind);
  const cancelKind: RunKind | null = waiting ? run.kind : serving ? "start" : null;

  return (
    <div
      className={styles.bar}
      data-region
      role="group"
      aria-label={builds ? words.actions : words.onlyCheck}
      tabIndex={-1}
    >
      <div className={styles.buttons}>
        {builds ? (
          <>
            <button
              type="submit"
              name="intent"
              value="build"
              className="primary"
              aria-disabled={blocked("build")}
            >
              {words.build} <kbd>Ctrl+Enter</kbd>
            </button>
            <button type="submit" name="intent" value="start" aria-disabled={blocked("start")}>
              {words.run}
            </button>
          </>
        ) : null}
        {judged ? (
          <button
            type="submit"
            name="intent"
            value="check"
            className={builds ? undefined : "primary"}
            aria-disabled={blocked("check")}
          >
            {words.check} {builds ? null : <kbd>Ctrl+Shift+Enter</kbd>}
          </button>
        ) : null}
        {cancelKind === null ? null : (
          <button
            type="submit"
            name="intent"
            value="cancel"
            aria-disabled={state.canceling !== null}
            onClick={(event) => {
              event.preventDefault();
              if (state.canceling === null) onCancel(cancelKind);
            }}
          >
            {state.canceling !== null ? words.canceling : cancelKind === "start" ? words.stop : words.cancel}
          </button>
        )}
      </div>
      <p
        title={sentence?.text}
        className={styles.sentence}
        data-tone={sentence?.tone ?? "quiet"}
        data-testid="run-state"
      >
        {state.starting !== null ? (
          words.asking
        ) : sentence === null ? (
          builds ? (
            words.nothingBuilt
          ) : !judged ? (
            words.onlySteps
          ) : looks ? (
            words.nothingChecked
          ) : (
            words.nothingGraded
          )
        ) : (
          <>
            <span aria-hidden="true">{sentence.sign} </span>
            <Words text={sentence.text} />
            {waiting && waitedMs >= 1000 ? `, ${formatDuration(waitedMs)}` : ""}
          </>
        )}
        {state.connection === "lost" && waiting ? ` ${words.connectionLost}` : ""}
      </p>
    </div>
  );
}
