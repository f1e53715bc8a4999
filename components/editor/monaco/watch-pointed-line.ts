import type { editor as monacoEditor, IDisposable } from "monaco-editor/editor/editor.api.js";
import { Disposables } from "./disposables.ts";

/** Long enough that a mouse crossing the text does not light up every layer on its way. */
const SETTLE_MS = 60;

/** Tells the line under the mouse, else the cursor's line while the editor has focus, else null. */
export function watchPointedLine(
  editor: monacoEditor.ICodeEditor,
  onPointAtLine: (line: number | null) => void,
): IDisposable {
  const disposables = new Disposables();
  let mouseLine: number | null = null;
  let last: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  disposables.defer(() => clearTimeout(timer));

  const tell = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const cursorLine = editor.hasWidgetFocus() ? (editor.getPosition()?.lineNumber ?? null) : null;
      const line = mouseLine ?? cursorLine;
      if (line === last) return;
      last = line;
      onPointAtLine(line);
    }, SETTLE_MS);
  };
  disposables.add(
    editor.onMouseMove((event) => {
      mouseLine = event.target.position?.lineNumber ?? null;
      tell();
    }),
  );
  disposables.add(
    editor.onMouseLeave(() => {
      mouseLine = null;
      tell();
    }),
  );
  disposables.add(
    editor.onDidChangeCursorPosition(() => {
      // Whoever moves the cursor means its line, wherever the mouse was left lying.
      mouseLine = null;
      tell();
    }),
  );
  disposables.add(editor.onDidFocusEditorWidget(tell));
  disposables.add(editor.onDidBlurEditorWidget(tell));
  disposables.add(editor.onDidChangeModel(() => (last = null)));
  return disposables;
}
