"use client";

import { type CSSProperties, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import type { LabChoice } from "../../../core/course/outline.ts";
import type { OpenWorkspace } from "../../../core/lab/open-workspace.ts";
import { isEditable } from "../../../core/lab/workspace-path.ts";
import type { RunKind } from "../../../core/run/event.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import type { SeatStatus } from "../../../core/seat/status.ts";
import { useText } from "../../text/use-text.tsx";
import { Divider } from "../../ui/divider.tsx";
import { useLiveSeat } from "../../ui/live-seat.ts";
import { useHydrated } from "../../ui/use-hydrated.ts";
import type { PlainRun } from "../runs/plain-run.tsx";
import { mayStart } from "../runs/runs-store.ts";
import { useHasPassed } from "../runs/use-has-passed.ts";
import { Bench } from "./bench.tsx";
import { LabSwitch } from "./lab-switch.tsx";
import styles from "./lesson-desk.module.css";
import { losesText } from "./loses-text.ts";
import type { PanelId } from "./panel-id.ts";
import { type DeskView, PhoneBar } from "./phone-bar.tsx";
import { PutDialog } from "./put-dialog.tsx";
import { putFile, type PutRequest } from "./put-file.ts";
import { type Split, splitRange, writeSplit } from "./split-cookie.ts";
import { useDeskKeys } from "./use-desk-keys.ts";
import { useLessonDeskActions } from "./use-lesson-desk-actions.ts";
import { useOpenLab } from "./use-open-lab.ts";
import { useWorkspace } from "./use-workspace.ts";

export interface LessonDeskProps {
  readonly studentId: string;
  readonly workspace: OpenWorkspace;
  /** All labs of the lesson, when it has several; the workspace is of one of them. */
  readonly labs: readonly LabChoice[];
  readonly latest: LatestRuns;
  readonly split: Split;
  readonly seat: SeatStatus;
  /** File named in the address; null opens the lab's own. */
  readonly openPath: string | null;
  /** For the page without JavaScript. */
  readonly plain: PlainRun;
  /** The lesson's text. */
  readonly children: ReactNode;
}

/** Height of the editor, in percent, where the terminal is what one works in. */
const BESIDE_TERMINAL = 34;

const viewOf = (panel: PanelId): DeskView => (panel === "app" || panel === "terminal" ? panel : "log");

/** A lesson with its workspace: beside each other where there is room, otherwise one at a time. */
export function LessonDesk(props: LessonDeskProps): ReactElement {
  const text = useText().workspace;
  const workspace = useWorkspace(props.studentId, props.workspace, props.latest);
  const { files, runs, terminals } = workspace;
  // Nothing can be built now; the page's banner says why. It may come back while the page is open.
  const seatMissing = useLiveSeat(props.seat).state === "unavailable";
  const [split, setSplit] = useState(props.split);
  const [view, setView] = useState<DeskView>("read");
  const { builds, id: labId } = workspace.lab;
  const [panel, setPanel] = useState<PanelId>(builds ? "log" : "terminal");
  const [editorHeight, setEditorHeight] = useState(builds ? props.split.editor : BESIDE_TERMINAL);
  const [putting, setPutting] = useState<PutRequest | null>(null);
  const [wanted, setWanted] = useState<{ path: string; token: number } | null>(null);
  // What is shown of one lab says nothing about the next.
  const [shownLab, setShownLab] = useState(labId);
  if (shownLab !== labId) {
    setShownLab(labId);
    setPanel(builds ? "log" : "terminal");
    setEditorHeight(builds ? split.editor : BESIDE_TERMINAL);
    setPutting(null);
    setWanted(null);
  }
  const { openLab, opening } = useOpenLab(files);
  const passedNow = useHasPassed(runs);
  const hydrated = useHydrated();
  const desk = useRef<HTMLDivElement>(null);

  const move = (part: Partial<Split>): void => {
    if (part.editor !== undefined) setEditorHeight(part.editor);
    // How high the editor is above a terminal says nothing about other labs.
    const { editor = split.editor, prose = split.prose } = part;
    const next = { prose, editor: builds ? editor : split.editor };
    setSplit(next);
    document.cookie = writeSplit(next);
  };
  const show = (next: PanelId): void => {
    setPanel(next);
    setView((now) => (now === "read" ? now : viewOf(next)));
  };
  const start = (kind: RunKind, where: PanelId): void => {
    if (seatMissing || (!builds && kind !== "check") || !mayStart(runs.getSnapshot(), kind)) return;
    show(where);
    void runs.start(kind);
  };
  const build = (): void => start("build", "log");
  const isJudged = workspace.lab.checks.length > 0;
  const check = (): void => {
    if (isJudged) start("check", "checks");
  };
  const run = (): void => start("start", "app");
  const reveal = (path: string): void => {
    setWanted((last) => ({ path, token: (last?.token ?? 0) + 1 }));
    setView("edit");
  };
  useLessonDeskActions({
    labName: labId.slice(labId.lastIndexOf("/") + 1),
    run: (command, interrupt) => {
      setPanel("terminal");
      // On a narrow screen the lesson gives way: the command is something to look at.
      setView("terminal");
      terminals.run(command, interrupt);
    },
    put: (path, content) => {
      const there = files.getSnapshot().files.find((file) => file.path === path);
      if (!isEditable(path, workspace.lab.editable) || losesText(there, content)) {
        setPutting({ path, content });
        return;
      }
      putFile(workspace, { path, content });
      reveal(path);
    },
    openLab: (name) => {
      const lab = props.labs.find(({ id }) => id.endsWith(`/${name}`));
      if (lab !== undefined && lab.id !== labId) openLab(lab.id);
      setView((now) => (now === "read" ? "edit" : now));
    },
  });
  useDeskKeys(desk, { onBuild: build, onCheck: check, onSave: () => void files.flush() });

  // A link to a heading (of the search, for one) is a wish to read it, also where another part covers the lesson.
  useEffect(() => {
    const read = (): void => setView("read");
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  return (
    <div
      ref={desk}
      data-desk
      className={styles.desk}
      data-view={hydrated ? view : "all"}
      style={{ "--prose": `${split.prose}%`, "--editor": `${editorHeight}%` } as CSSProperties}
    >
      <section id="read" className={styles.prose} aria-label={text.lesson} data-region tabIndex={-1}>
        {props.children}
      </section>
      <Divider
        label={text.lessonWidth}
        direction="upright"
        value={split.prose}
        {...splitRange.prose}
        onMove={(prose) => move({ prose })}
        within="[data-desk]"
      />
      <Bench
        key={labId}
        workspace={workspace}
        labSwitch={
          props.labs.length < 2 ? null : (
            <LabSwitch
              labs={props.labs}
              selected={labId}
              passedNow={passedNow}
              busy={opening}
              onOpen={openLab}
            />
          )
        }
        openPath={props.openPath}
        wanted={wanted}
        plain={props.plain}
        seatMissing={seatMissing}
        panel={panel}
        onPanel={show}
        onBuild={build}
        onCheck={check}
        onRun={run}
        onEdit={() => setView((now) => (now === "read" ? now : "edit"))}
        divider={
          <Divider
            label={text.editorHeight}
            direction="flat"
            value={editorHeight}
            {...splitRange.editor}
            onMove={(editor) => move({ editor })}
            within="[data-bench]"
          />
        }
      />
      <PutDialog workspace={workspace} request={putting} onClose={() => setPutting(null)} onPut={reveal} />
      <PhoneBar
        view={view}
        builds={builds}
        onView={(next) => {
          setView(next);
          if (next === "app" || next === "terminal") setPanel(next);
          if (next === "log" && viewOf(panel) !== "log") setPanel(builds ? "log" : "checks");
        }}
      />
    </div>
  );
}
