"use client";

import type { ReactElement } from "react";
import { formatBytes } from "../../../core/text/format.ts";
import { useStore } from "../../client/use-store.ts";
import { ImageReportPanel } from "../../report/image-report.tsx";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "../../ui/panels.module.css";
import { TabList } from "../../ui/tab-list.tsx";
import { useTheme } from "../../ui/theme.ts";
import { ChecksPanel } from "../runs/checks-panel.tsx";
import { LogPanel } from "../runs/log-panel.tsx";
import type { RunsState } from "../runs/runs-store.ts";
import { AppPanel } from "../seat/app-panel.tsx";
import { StepList } from "../seat/step-list.tsx";
import { TerminalPanel } from "../seat/terminal-panel.tsx";
import type { Workspace } from "./create-workspace.ts";
import type { PanelId } from "./panel-id.ts";

interface PanelsProps {
  readonly workspace: Workspace;
  readonly state: RunsState;
  readonly panel: PanelId;
  readonly onPanel: (panel: PanelId) => void;
  /** In lines of the Dockerfile as it was built. */
  readonly pointedLine: number | null;
  readonly onPointAtLine: (line: number | null) => void;
  readonly onJumpBuilt: (line: number) => void;
  readonly onJump: (path: string, line: number) => void;
}

export function Panels(props: PanelsProps): ReactElement {
  const { workspace, state, panel, onPanel, onJump } = props;
  const text = useText();
  const words = text.workspace;
  const theme = useTheme();
  const { done } = useStore(workspace.steps);
  const { steps } = workspace.lab;
  const isJudged = workspace.lab.checks.length > 0;
  const shown = shownImage(state);
  const ofBuild = [
    {
      id: "image",
      label: shown === null ? words.tabs.image : words.tabs.imageOf(formatBytes(shown.image.bytes)),
    },
  ];
  const items = [
    ...(workspace.lab.builds ? [{ id: "log", label: words.tabs.log }] : []),
    { id: "terminal", label: words.tabs.terminal },
    ...(workspace.lab.builds ? ofBuild : []),
    { id: "app", label: describeApp(text, state) },
    {
      id: "checks",
      label: isJudged
        ? describeChecks(words.tabs, state)
        : words.tabs.stepsOf(steps.filter(({ id }) => done.includes(id)).length, steps.length),
    },
  ];
  return (
    <>
      <div className={styles.tabs}>
        <TabList
          label={words.results}
          prefix="result"
          items={items}
          selected={panel}
          onSelect={(id) => onPanel(id as PanelId)}
        />
      </div>
      <div className={styles.panel} role="tabpanel" id="result-panel" aria-labelledby={`result-tab-${panel}`}>
        {/* Logs stay in place while another panel is looked at: what they show would have to be written anew. */}
        <div className={styles.fill} hidden={panel !== "log"}>
          <LogPanel
            workspace={workspace}
            state={state}
            theme={theme}
            visible={panel === "log"}
            onJumpBuilt={props.onJumpBuilt}
          />
        </div>
        <div className={styles.fill} hidden={panel !== "terminal"}>
          <TerminalPanel workspace={workspace} theme={theme} visible={panel === "terminal"} />
        </div>
        {panel === "image" ? (
          <div className={styles.scrolling}>
            {shown === null ? (
              <p className={styles.empty}>{words.noImage}</p>
            ) : (
              <ImageReportPanel
                {...shown}
                budgetBytes={workspace.lab.budgetBytes}
                adviceLinks={workspace.lab.advice}
                onJumpTo={onJump}
                pointedLine={props.pointedLine}
                onPointAtLine={props.onPointAtLine}
                onJump={props.onJumpBuilt}
              />
            )}
          </div>
        ) : null}
        <div className={styles.scrolling} hidden={panel !== "app"}>
          <AppPanel workspace={workspace} state={state} theme={theme} visible={panel === "app"} />
        </div>
        {panel === "checks" ? (
          <div
            className={styles.scrolling}
            role="region"
            aria-label={isJudged ? words.checkResults : text.labs.steps.title}
            // Longer than its box, and with nothing in it that takes focus it has to take it itself.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
          >
            {isJudged ? <ChecksPanel lab={workspace.lab} state={state} onJump={onJump} /> : null}
            <StepList lab={workspace.lab} store={workspace.steps} />
            <p className={styles.solution}>
              <button type="button" onClick={() => workspace.solution.ask()}>
                {text.labs.solution.show}
              </button>
            </p>
          </div>
        ) : null}
      </div>
    </>
  );
}

/** The image of the build that runs or ran last; while it has none yet, that of the build before. */
function shownImage(state: RunsState) {
  const { build } = state.runs;
  const earlier = state.reports.filter((each) => each.runId !== build?.id);
  if (build !== null && build.image !== null) {
    return { image: build.image, report: build.report, previous: earlier[0]?.report ?? null };
  }
  const [newest, before] = state.reports;
  if (newest === undefined) return null;
  return { image: newest.report, report: newest.report, previous: before?.report ?? null };
}

function describeApp(text: Text, { runs: { start } }: RunsState): string {
  const { tabs } = text.workspace;
  if (start === null) return tabs.app;
  if (start.state === "finished") return tabs.appStopped;
  const status = start.beats.at(-1)?.status;
  if (start.container?.state !== "running") return tabs.appStarting;
  return status === undefined || status === "none" ? tabs.appRunning : tabs.appIs(text.runs.health[status]);
}

function describeChecks(tabs: Text["workspace"]["tabs"], { runs: { check }, grade }: RunsState): string {
  const results = check !== null && check.state !== "finished" ? check.checks : (grade?.checks ?? []);
  if (results.length === 0) return tabs.checks;
  const passed = results.filter((result) => result.status === "passed").length;
  return tabs.checksOf(passed, results.length);
}
