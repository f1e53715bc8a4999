"use client";

import type { ReactElement } from "react";
import { Pulse } from "../../report/pulse.tsx";
import { RequestPanel } from "../../report/request-panel.tsx";
import { LogView } from "../../terminal/log-view.tsx";
import { useText } from "../../text/use-text.tsx";
import { Meter } from "../../ui/meter.tsx";
import styles from "../../ui/panels.module.css";
import type { Workspace } from "../desk/create-workspace.ts";
import { describeRun } from "../runs/describe-run.ts";
import type { RunsState } from "../runs/runs-store.ts";
import { isServing } from "../runs/runs-store.ts";
import { PushedPanel } from "./pushed-panel.tsx";
import { RunningPanel } from "./running-panel.tsx";

interface AppPanelProps {
  readonly workspace: Workspace;
  readonly state: RunsState;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
}

/**
 * What runs in the seat, and of the container that Run started more: health, log, use, and a way to ask it something.
 * Below, what was pushed to the class registry.
 */
export function AppPanel(props: AppPanelProps): ReactElement {
  const { workspace, state, theme, visible } = props;
  const text = useText().workspace.app;
  const { builds } = workspace.lab;
  const run = state.runs.start;
  return (
    <div className={styles.app}>
      <RunningPanel
        store={workspace.running}
        logs={workspace.seatLogs}
        theme={theme}
        appPort={workspace.lab.port}
        builds={builds}
        visible={visible}
      />
      {run === null ? (
        // Where nothing is built there is no Run whose container could be shown.
        builds && <p className={styles.nothing}>{text.nothing}</p>
      ) : (
        <StartedApp {...props} run={run} />
      )}
      <PushedPanel store={workspace.pushed} image={workspace.lab.image} visible={visible} />
    </div>
  );
}

/** The container that Run started: its health, what it says, what it uses, and a way to ask it something. */
function StartedApp({
  workspace,
  state,
  theme,
  visible,
  run,
}: AppPanelProps & { readonly run: NonNullable<RunsState["runs"]["start"]> }): ReactElement {
  const text = useText();
  const words = text.workspace.app;
  const serving = isServing(run);
  const built = state.runs.build?.report ?? null;
  const noBeat =
    built !== null && built.healthcheck === null
      ? words.noHealthCheck
      : serving
        ? text.report.noBeat
        : words.endedBeforeBeat;
  return (
    <>
      <p className={styles.origin}>{words.origin}</p>
      <p className={styles.state}>{describeRun(text.runs, run).text}</p>
      <div>
        <h3>{words.health}</h3>
        <Pulse beats={run.beats} label={words.beats} none={noBeat} />
      </div>
      {run.stats === null || !serving ? null : (
        <div className={styles.stats}>
          <Meter label={text.seat.memory} value={run.stats.memoryBytes} limit={run.stats.memoryLimitBytes} />
          <p>{words.processor(Math.round(run.stats.cpuPercent))}</p>
        </div>
      )}
      <div>
        <h3>{words.request}</h3>
        <RequestPanel
          offered={workspace.lab.requests}
          running={serving}
          send={(request) => workspace.api.send(request)}
        />
      </div>
      <div>
        <h3>{words.log}</h3>
        <div className={styles.appLog}>
          <LogView
            key={run.id}
            label={words.log}
            log={workspace.runs.logOf(run.id)}
            theme={theme}
            visible={visible}
            downloadHref={`/api/runs/${encodeURIComponent(run.id)}/log`}
            empty={null}
          />
        </div>
      </div>
    </>
  );
}
