import type { ReactElement } from "react";
import type { CaretPosition } from "./mounted-editor.ts";
import type { EditorPhase } from "./use-big-editor.ts";

export interface EditorStatusProps {
  readonly hintId: string;
  readonly phase: EditorPhase;
  readonly readOnly: boolean;
  /** What is compared with what; null while nothing is. */
  readonly comparing: string | null;
  readonly focused: boolean;
  readonly caret: CaretPosition | null;
  readonly onRetry: () => void;
}

/** One line below the text: what state the editor is in, how to leave it, where the cursor stands. */
export function EditorStatus(props: EditorStatusProps): ReactElement {
  const { phase, readOnly, comparing, focused, caret } = props;
  const hint =
    phase === "ready"
      ? "Press Escape, then Tab, to leave the editor."
      : "Tab leaves the field. Control and Enter builds.";
  return (
    <div className="code-editor__status">
      <span id={props.hintId} className="code-editor__unseen">
        {readOnly ? `This file is read-only. ${hint}` : hint}
      </span>
      {phase === "failed" ? (
        <span role="status">
          The full editor did not load. This plain one works, and your text is safe.{" "}
          <button type="button" onClick={props.onRetry}>
            Try again
          </button>
        </span>
      ) : (
        <span aria-hidden="true">
          {comparing ??
            (readOnly
              ? "Read-only: this file belongs to the exercise."
              : focused && phase === "ready"
                ? "Escape, then Tab, leaves the editor"
                : "")}
        </span>
      )}
      <span className="code-editor__caret" aria-hidden="true">
        {phase === "loading"
          ? "Loading the full editor"
          : caret === null
            ? ""
            : `Line ${caret.line}, column ${caret.column}`}
      </span>
    </div>
  );
}
