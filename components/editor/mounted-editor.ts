import type { AdviceLinks } from "../../core/advice/advice.ts";
import type { TextFile } from "../../core/advice/finding.ts";

/**
 * What the page and the big editor's bundle know of each other. The bundle is built apart (build-editor.mjs)
 * and fetched by URL when the student reaches for it, so only types cross here.
 */
export interface EditorFile {
  readonly path: string;
  readonly content: string;
  readonly readOnly: boolean;
}

export interface EditorProblem {
  readonly line: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** 1-based, as the student counts. */
export interface CaretPosition {
  readonly line: number;
  readonly column: number;
}

export interface CaretSelection {
  readonly anchor: CaretPosition;
  readonly active: CaretPosition;
}

export type EditorTheme = "light" | "dark";

/** What the big editor tells the page. */
export interface EditorListener {
  readonly onChange: (path: string, content: string) => void;
  /** The line under the mouse, else the cursor's while the editor has focus. */
  readonly onPointAtLine: (line: number | null) => void;
  readonly onBuild: () => void;
  readonly onCheck: () => void;
  /** Lines have moved on the screen: wrapped, folded, resized, edited. */
  readonly onLinesMoved: () => void;
  readonly onScroll: (scrollTopPx: number) => void;
  readonly onCaret: (caret: CaretPosition) => void;
  readonly onFocus: (focused: boolean) => void;
}

export interface MountOptions {
  readonly host: HTMLElement;
  readonly label: string;
  /** Id of the element that says how to leave, read aloud when the editor takes focus. */
  readonly hintId: string;
  readonly theme: EditorTheme;
  readonly file: EditorFile;
  /** The whole workspace: advice on one file may look at another. */
  readonly files: readonly TextFile[];
  /** Null where no advice is given. */
  readonly adviceLinks: AdviceLinks | null;
  /** Where the student was in the textarea; null keeps the start. */
  readonly selection: CaretSelection | null;
  readonly scrollTopPx: number;
  readonly focus: boolean;
  readonly listener: EditorListener;
}

/** What the two sides of a comparison are: each for a screen reader, and both in the line below. */
export interface ComparedNames {
  readonly original: string;
  readonly modified: string;
  readonly legend: string;
}

/** The big editor, once it stands. Every method is safe to call with what it already has. */
export interface MountedEditor {
  /** Another tab, or the same file with text from elsewhere: the latter goes in as an edit that can be undone. */
  readonly show: (file: EditorFile) => void;
  readonly setFiles: (files: readonly TextFile[]) => void;
  readonly setLabel: (label: string) => void;
  readonly setTheme: (theme: EditorTheme) => void;
  readonly setProblems: (problems: readonly EditorProblem[]) => void;
  readonly highlightLine: (line: number | null) => void;
  readonly reveal: (line: number) => void;
  /** Text to compare the file with, null to go back to editing. */
  readonly compareWith: (text: string | null, names: ComparedNames) => void;
  /** Distance of a line's upper edge from the upper edge of the text, in pixels. */
  readonly topOfLinePx: (line: number) => number;
  readonly dispose: () => void;
}

export interface EditorBundle {
  readonly mountEditor: (options: MountOptions) => MountedEditor;
}
