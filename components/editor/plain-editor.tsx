import type { KeyboardEvent, ReactElement, Ref } from "react";
import type { CaretPosition, EditorFile } from "./mounted-editor.ts";
import { positionOfOffset } from "./text-positions.ts";

export interface PlainEditorProps {
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly file: EditorFile;
  readonly label: string;
  readonly hintId: string;
  /** The big editor has taken over; the field stays for the form it is in. */
  readonly hidden: boolean;
  readonly onChange: (content: string) => void;
  readonly onBuild: () => void;
  readonly onCheck: () => void;
  readonly onReach: () => void;
  readonly onFocus: (focused: boolean) => void;
  readonly onCaret: (caret: CaretPosition) => void;
  readonly onScroll: (scrollTopPx: number) => void;
}

/** The textarea that is there before, and without, the big editor. */
export function PlainEditor({ ref, ...props }: PlainEditorProps): ReactElement {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (event.shiftKey) props.onCheck();
    else props.onBuild();
  };
  return (
    <textarea
      ref={ref}
      className="code-editor__area"
      name="content"
      hidden={props.hidden}
      aria-label={props.label}
      aria-describedby={props.hintId}
      value={props.file.content}
      readOnly={props.file.readOnly}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={onKeyDown}
      onFocus={() => {
        props.onFocus(true);
        props.onReach();
      }}
      onBlur={() => props.onFocus(false)}
      onSelect={(event) => {
        const { value, selectionEnd } = event.currentTarget;
        props.onCaret(positionOfOffset(value, selectionEnd));
      }}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
    />
  );
}
