import type { ReactElement } from "react";
import { useText } from "../text/use-text.tsx";
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
  const text = useText().editor;
  const hint = phase === "ready" ? text.leave : text.leavePlain;
  return (
    <div className="code-editor__status">
      <span id={props.hintId} className="code-editor__unseen">
        {readOnly ? text.readOnly(hint) : hint}
      </span>
      {phase === "failed" ? (
        <span role="status">
          {text.failed}{" "}
          <button type="button" onClick={props.onRetry}>
            {text.retry}
          </button>
        </span>
      ) : (
        <span aria-hidden="true">
          {comparing ?? (readOnly ? text.given : focused && phase === "ready" ? text.leaveShort : "")}
        </span>
      )}
      <span className="code-editor__caret" aria-hidden="true">
        {phase === "loading" ? text.loading : caret === null ? "" : text.caret(caret.line, caret.column)}
      </span>
    </div>
  );
}
