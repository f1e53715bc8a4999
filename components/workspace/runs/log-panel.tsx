"use client";

import { type ReactElement, useState } from "react";
import { LogView } from "../../terminal/log-view.tsx";
import { StepList } from "../../terminal/step-list.tsx";
import { useText } from "../../text/use-text.tsx";
import styles from "../../ui/panels.module.css";
import type { Workspace } from "../desk/create-workspace.ts";
import type { RunsState } from "./runs-store.ts";

type LoggedKind = "build" | "check";

interface LogPanelProps {
  readonly workspace: Workspace;
  readonly state: RunsState;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
  readonly onJumpBuilt: (line: number) => void;
}

/** The log of the newest build or check; where there are both, the student chooses. */
export function LogPanel({ workspace, state, theme, visible, onJumpBuilt }: LogPanelProps): ReactElement {
  const text = useText().runs;
  const { build, check } = state.runs;
  const newest: LoggedKind = (check?.startedAt ?? 0) > (build?.startedAt ?? 0) ? "check" : "build";
  /** A choice holds until a newer run begins. */
  const [chosen, setChosen] = useState<{ kind: LoggedKind; of: string } | null>(null);
  const newestId = state.runs[newest]?.id ?? "";
  const kind = chosen !== null && chosen.of === newestId ? chosen.kind : newest;
  const run = state.runs[kind];

  return (
    <LogView
      key={run?.id ?? "none"}
      label={kind === "build" ? text.logOfBuild : text.logOfCheck}
      log={run === null ? null : workspace.runs.logOf(run.id)}
      theme={theme}
      visible={visible}
      downloadHref={run === null ? null : `/api/runs/${encodeURIComponent(run.id)}/log`}
      empty={<p>{text.noLog}</p>}
      heading={
        build !== null && check !== null ? (
          <label className={styles.logName}>
            <span className="unseen">{text.logOf}</span>
            <select
              value={kind}
              onChange={(event) =>
                setChosen({ kind: event.target.value === "check" ? "check" : "build", of: newestId })
              }
            >
              <option value="build">{text.names.build}</option>
              <option value="check">{text.names.check}</option>
            </select>
          </label>
        ) : null
      }
      {...(run === null || run.steps.length === 0
        ? {}
        : {
            aside: (jumpTo: (stepId: string) => boolean) => (
              <StepList
                steps={run.steps}
                progress={run.progress}
                onChoose={(step) => {
                  jumpTo(step.id);
                  if (step.line !== null && kind === "build") onJumpBuilt(step.line);
                }}
              />
            ),
          })}
    />
  );
}
