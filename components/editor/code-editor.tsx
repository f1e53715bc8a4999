"use client";

import type { ChangeEvent, KeyboardEvent, ReactElement } from "react";
import { useEffect, useId, useRef } from "react";
import type { LineCost } from "../../core/image/report.ts";
import "./code-editor.css";

export interface CodeEditorProps {
  file: { path: string; content: string; readOnly: boolean };
  /** Name of the editor for a screen reader. */
  label: string;
  theme: "light" | "dark";
  onChange: (content: string) => void;
  /** Bytes and time of each line, shown in the margin (Dockerfile only). From core/image/report.ts */
  lineCosts: readonly LineCost[];
  /** Line to light up (hovered layer, failing step). */
  highlightedLine: number | null;
  /** The line that the student points at with mouse or cursor. */
  onPointAtLine: (line: number | null) => void;
  /** Jump request: a change of `token` moves the cursor to the line and focuses. */
  reveal: { line: number; token: number } | null;
  problems: readonly { line: number; message: string; severity: "error" | "warning" }[];
  /** Set: show a read-only diff of this text (starter) against the file. */
  diffAgainst: string | null;
  onBuild: () => void;
  onCheck: () => void;
}

/** The textarea that is there before, and without, the big editor. */
export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { file, label, onChange, onBuild, onCheck, reveal } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();

  const revealToken = reveal?.token;
  const revealLine = reveal?.line;
  useEffect(() => {
    const element = area.current;
    if (element === null || revealLine === undefined) return;
    const before = element.value.split("\n").slice(0, revealLine - 1);
    const offset = before.reduce((sum, line) => sum + line.length + 1, 0);
    element.focus();
    element.setSelectionRange(offset, offset);
  }, [revealToken, revealLine]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.shiftKey) onCheck();
    else onBuild();
  };

  return (
    <div className="code-editor">
      <textarea
        ref={area}
        className="code-editor__area"
        name="content"
        aria-label={label}
        aria-describedby={hintId}
        value={file.content}
        readOnly={file.readOnly}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        onChange={(event: ChangeEvent<HTMLTextAreaElement>) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p id={hintId} className="code-editor__unseen">
        {file.readOnly ? "This file is read-only." : ""}
      </p>
    </div>
  );
}
