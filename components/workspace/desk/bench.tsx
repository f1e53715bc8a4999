"use client";

import { type ReactElement, type ReactNode, useMemo, useState } from "react";
import { useStore } from "../../client/use-store.ts";
import { useText } from "../../text/use-text.tsx";
import { useHydrated } from "../../ui/use-hydrated.ts";
import { ConflictDialog } from "../files/conflict-dialog.tsx";
import { EditorPane, type Reveal } from "../files/editor-pane.tsx";
import { SolutionDialog } from "../files/solution-dialog.tsx";
import { describeLines } from "../runs/describe-lines.ts";
import { type PlainRun, PlainRunView } from "../runs/plain-run.tsx";
import { StepList } from "../seat/step-list.tsx";
import { ActionBar } from "./action-bar.tsx";
import { Announcer } from "./announcer.tsx";
import styles from "./bench.module.css";
import type { Workspace } from "./create-workspace.ts";
import type { PanelId } from "./panel-id.ts";
import { Panels } from "./panels.tsx";

export interface BenchProps {
  /** The way to the lesson's other labs; null where there is one. */
  readonly labSwitch: ReactNode;
  readonly workspace: Workspace;
  readonly openPath: string | null;
  /** A file to bring into view; each token once. */
  readonly wanted: { readonly path: string; readonly token: number } | null;
  readonly plain: PlainRun;
  readonly seatMissing: boolean;
  readonly panel: PanelId;
  readonly onPanel: (panel: PanelId) => void;
  readonly onBuild: () => void;
  readonly onRun: () => void;
  readonly onCheck: () => void;
  /** The editor is wanted in view (a jump to a line). */
  readonly onEdit: () => void;
  readonly divider: ReactNode;
}

/** The workspace of a lab: files above, buttons between, results below. */
export function Bench(props: BenchProps): ReactElement {
  const { workspace, panel, onPanel, onBuild, onRun, onCheck } = props;
  const { lab, files, runs } = workspace;
  const text = useText();
  const filesState = useStore(files);
  const runsState = useStore(runs);
  const hydrated = useHydrated();
  const [path, setPath] = useState(props.openPath ?? lab.open);
  const [shownToken, setShownToken] = useState(0);
  if (props.wanted !== null && props.wanted.token !== shownToken) {
    setShownToken(props.wanted.token);
    setPath(props.wanted.path);
  }
  const [pointedLine, setPointedLine] = useState<number | null>(null);
  const [reveal, setReveal] = useState<Reveal | null>(null);

  const dockerfile = filesState.files.find((file) => file.path === "Dockerfile")?.content ?? "";
  const lines = useMemo(
    () => describeLines(text.runs, runsState.runs.build, runsState.grade, dockerfile),
    [text, runsState.runs.build, runsState.grade, dockerfile],
  );
  // The open file may be gone: reset, or deleted in another tab.
  const file =
    filesState.files.find((each) => each.path === path) ??
    filesState.files.find((each) => each.path === lab.open) ??
    filesState.files[0];

  /** `asBuilt`: the line is of the Dockerfile as it was built, which the student may have changed since. */
  const jump = (target: string, line: number, asBuilt = false): void => {
    props.onEdit();
    setPath(target);
    setReveal((last) => ({ line, asBuilt, token: (last?.token ?? 0) + 1 }));
  };
  const jumpBuilt = (line: number): void => jump("Dockerfile", line, true);

  const submit = (intent: string): void => {
    if (intent === "build") onBuild();
    else if (intent === "start") onRun();
    else if (intent === "check") onCheck();
    else void files.flush();
  };

  return (
    <section data-bench id="workspace" className={styles.bench} aria-label={text.workspace.name(lab.title)}>
      {props.labSwitch}
      <form
        className={styles.form}
        method="post"
        action={`/api/labs/${lab.id}/form`}
        onSubmit={(event) => {
          event.preventDefault();
          const button = event.nativeEvent.submitter;
          submit(button instanceof HTMLButtonElement ? button.value : "save");
        }}
      >
        <EditorPane
          workspace={workspace}
          state={filesState}
          file={file}
          lines={lines}
          pointedLine={pointedLine}
          reveal={reveal}
          onOpen={setPath}
          onPointAtLine={setPointedLine}
          onBuild={onBuild}
          onCheck={onCheck}
        />
        <ActionBar
          state={runsState}
          seatMissing={props.seatMissing}
          builds={lab.builds}
          judged={lab.checks.length > 0}
          looks={lab.source === "own"}
          onCancel={(kind) => void runs.cancel(kind)}
        />
      </form>
      <div className={styles.divider}>{props.divider}</div>
      {runsState.problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p>{runsState.problem}</p>
          <button type="button" onClick={() => runs.dismissProblem()}>
            {text.page.close}
          </button>
        </div>
      )}
      <div
        id="log"
        className={styles.results}
        data-region
        role="region"
        aria-label={text.workspace.results}
        tabIndex={-1}
      >
        {hydrated ? (
          <Panels
            workspace={workspace}
            state={runsState}
            panel={panel}
            onPanel={onPanel}
            pointedLine={pointedLine}
            onPointAtLine={setPointedLine}
            onJumpBuilt={jumpBuilt}
            onJump={jump}
          />
        ) : (
          <>
            {lab.builds || lab.checks.length > 0 ? (
              <PlainRunView plain={props.plain} builds={lab.builds} looks={lab.source === "own"} />
            ) : null}
            <StepList lab={lab} store={workspace.steps} />
          </>
        )}
      </div>
      <Announcer state={runsState} />
      <ConflictDialog store={files} state={filesState} />
      <SolutionDialog workspace={workspace} />
    </section>
  );
}
