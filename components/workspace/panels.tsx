"use client";

import type { ReactElement } from "react";
import { formatBytes } from "../ui/format.ts";
import { TabList } from "../ui/tab-list.tsx";
import { useTheme } from "../ui/theme.ts";
import { ImageReportPanel } from "../report/image-report.tsx";
import { AppPanel } from "./app-panel.tsx";
import { ChecksPanel } from "./checks-panel.tsx";
import type { Workspace } from "./create-workspace.ts";
import { LogPanel } from "./log-panel.tsx";
import type { PanelId } from "./panel-id.ts";
import styles from "./panels.module.css";
import { TerminalPanel } from "./terminal-panel.tsx";
import type { RunsState } from "./runs-store.ts";

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
  const theme = useTheme();
  const shown = shownImage(state);
  const ofBuild = [
    { id: "image", label: shown === null ? "Image" : `Image ${formatBytes(shown.image.bytes)}` },
  ];
  const items = [
    ...(workspace.lab.builds ? [{ id: "log", label: "Log" }] : []),
    { id: "terminal", label: "Terminal" },
    ...(workspace.lab.builds ? ofBuild : []),
    { id: "app", label: describeApp(state) },
    { id: "checks", label: describeChecks(state) },
  ];
  return (
    <>
      <div className={styles.tabs}>
        <TabList
          label="Results"
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
              <p className={styles.empty}>
                What your image weighs, layer by layer, and what of it need not be there. Press Build to get
                one.
              </p>
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
          // Longer than its box, and with nothing in it that takes focus it has to take it itself.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className={styles.scrolling} role="region" aria-label="Results of the checks" tabIndex={0}>
            <ChecksPanel lab={workspace.lab} state={state} onJump={onJump} />
            <p className={styles.solution}>
              <button type="button" onClick={() => workspace.solution.ask()}>
                Show a solution
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

function describeApp({ runs: { start } }: RunsState): string {
  if (start === null) return "App";
  if (start.state === "finished") return "App stopped";
  const status = start.beats.at(-1)?.status;
  if (start.container?.state !== "running") return "App starting";
  return status === undefined || status === "none" ? "App running" : `App ${status}`;
}

function describeChecks({ runs: { check }, grade }: RunsState): string {
  const results = check !== null && check.state !== "finished" ? check.checks : (grade?.checks ?? []);
  if (results.length === 0) return "Checks";
  const passed = results.filter((result) => result.status === "passed").length;
  return `Checks ${passed} of ${results.length}`;
}
