"use client";

import "./code-editor.css";
import type { ReactElement } from "react";
import { useId, useMemo, useRef, useState } from "react";
import type { AdviceLinks } from "../../core/advice/advice.ts";
import type { TextFile } from "../../core/advice/finding.ts";
import type { LineCost } from "../../core/image/report.ts";
import { useText } from "../text/use-text.tsx";
import { CostMargin } from "./cost-margin.tsx";
import { costRows } from "./cost-rows.ts";
import { EditorStatus } from "./editor-status.tsx";
import { languageOfPath } from "./language-of-path.ts";
import { LineNumbers } from "./line-numbers.tsx";
import type { CaretPosition, ComparedNames, EditorProblem, EditorTheme } from "./mounted-editor.ts";
import { PlainEditor } from "./plain-editor.tsx";
import { originOfLine, trackLines } from "./track-lines.ts";
import { useBigEditor } from "./use-big-editor.ts";
import { useMeasuredText } from "./use-measured-text.ts";

export interface CodeEditorProps {
  file: { path: string; content: string; readOnly: boolean };
  /** The whole workspace: advice on one file may look at another. The same array while nothing changes. */
  files: readonly TextFile[];
  /** Where the course teaches what the advice is about; null where none is given. */
  adviceLinks: AdviceLinks | null;
  /** Name of the editor for a screen reader. */
  label: string;
  theme: EditorTheme;
  onChange: (content: string) => void;
  /** Bytes and time of each line, shown in the margin (Dockerfile only). From core/image/report.ts */
  lineCosts: readonly LineCost[];
  /**
   * The file as it was when it was built. Given: `lineCosts`, `problems`, `highlightedLine` and what
   * `onPointAtLine` tells are lines of this text, and are followed to where they stand now; costs of edited
   * lines are shown as stale. Null: all of these are lines of the file as it is.
   */
  measuredText: string | null;
  /** Line to light up (hovered layer, failing step). */
  highlightedLine: number | null;
  /** The line that the student points at with mouse or cursor; null when it is on none, or on a new one. */
  onPointAtLine: (line: number | null) => void;
  /** Jump request: a change of `token` moves the cursor to the line and focuses. `asBuilt`: of `measuredText`. */
  reveal: { line: number; asBuilt: boolean; token: number } | null;
  problems: readonly EditorProblem[];
  /** Set: show a read-only diff of this text (starter) against the file. */
  diffAgainst: string | null;
  /** What the two sides of the diff are, when they are not the starter and the student's text. */
  diffNames?: ComparedNames;
  onBuild: () => void;
  onCheck: () => void;
}

/**
 * A textarea at first, and for good where there is no script; the big editor from the moment the student
 * reaches for it.
 */
export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { file, lineCosts, highlightedLine, diffAgainst, problems } = props;
  const { withStarter } = useText().editor;
  const comparedNames = props.diffNames ?? withStarter;
  const hintId = useId();
  const moving = useRef<HTMLDivElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const [caret, setCaret] = useState<CaretPosition | null>(null);
  const [focused, setFocused] = useState(false);

  const costs = languageOfPath(file.path) === "dockerfile" ? lineCosts : [];
  const measured = useMeasuredText(props.measuredText, file, costs, problems);
  const tracked = useMemo(() => trackLines(measured, file.content), [measured, file.content]);
  const named = props.measuredText !== null;
  const now = (line: number): number | null => (named ? (tracked[line - 1]?.line ?? null) : line);
  const pointAt = (line: number | null): void =>
    props.onPointAtLine(named && line !== null ? originOfLine(tracked, line) : line);
  const litLine = highlightedLine === null ? null : now(highlightedLine);
  const rows = costRows(costs, tracked);

  const { phase, host, area, reach, topOfLinePx, onAreaScroll } = useBigEditor({
    label: props.label,
    hintId,
    theme: props.theme,
    file,
    files: props.files,
    adviceLinks: props.adviceLinks,
    problems: problems.flatMap((problem) => {
      const followed = tracked[problem.line - 1];
      // Whoever edits the line that failed is mending it: the mark goes.
      if (followed === undefined || followed.changed || followed.line === null) return [];
      return [{ ...problem, line: followed.line }];
    }),
    litLine,
    compareWith: diffAgainst,
    comparedNames,
    reveal:
      props.reveal === null
        ? null
        : {
            token: props.reveal.token,
            line: (props.reveal.asBuilt ? now(props.reveal.line) : null) ?? props.reveal.line,
          },
    onChange: props.onChange,
    onPointAtLine: pointAt,
    onBuild: props.onBuild,
    onCheck: props.onCheck,
    onCaret: setCaret,
    onFocus: setFocused,
    onScroll: (scrollTopPx) => {
      for (const { current } of [moving, numbers]) {
        if (current !== null) current.style.transform = `translateY(${-scrollTopPx}px)`;
      }
    },
  });

  return (
    <div className="code-editor" onPointerEnter={reach}>
      <div className="code-editor__text" ref={host}>
        <PlainEditor
          ref={area}
          file={file}
          label={props.label}
          hintId={hintId}
          hidden={phase === "ready"}
          onChange={props.onChange}
          onBuild={props.onBuild}
          onCheck={props.onCheck}
          onReach={reach}
          onFocus={setFocused}
          onCaret={(position) => {
            setCaret(position);
            pointAt(position.line);
          }}
          onScroll={onAreaScroll}
        />
        {phase === "ready" ? null : <LineNumbers ref={numbers} text={file.content} />}
      </div>
      {rows.length > 0 && diffAgainst === null ? (
        <CostMargin
          rows={rows}
          topOfLinePx={topOfLinePx}
          litLine={litLine}
          onPointAtLine={pointAt}
          ref={moving}
        />
      ) : null}
      <EditorStatus
        hintId={hintId}
        phase={phase}
        readOnly={file.readOnly}
        comparing={diffAgainst === null ? null : comparedNames.legend}
        focused={focused}
        caret={caret}
        onRetry={reach}
      />
    </div>
  );
}
