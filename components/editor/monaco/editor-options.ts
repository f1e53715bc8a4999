import type { editor } from "monaco-editor/editor/editor.api.js";
import { FONT_SIZE_PX, LINE_HEIGHT_PX, NARROW_BELOW_PX, PADDING_TOP_PX } from "../metrics.ts";

/** Narrow: lines wrap and the gutter gives its room to the text. */
export function optionsForWidth(widthPx: number): editor.IEditorOptions {
  const narrow = widthPx < NARROW_BELOW_PX;
  return {
    wordWrap: narrow ? "on" : "off",
    lineNumbersMinChars: narrow ? 3 : 5,
    folding: !narrow,
    lineDecorationsWidth: narrow ? 8 : 10,
  };
}

export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  accessibilitySupport: "auto",
  automaticLayout: true,
  bracketPairColorization: { enabled: false },
  contextmenu: true,
  cursorBlinking: "solid",
  cursorSmoothCaretAnimation: "off",
  fixedOverflowWidgets: true,
  folding: true,
  fontFamily: '"JetBrains Mono", ui-monospace, monospace',
  fontLigatures: false,
  fontSize: FONT_SIZE_PX,
  glyphMargin: false,
  lineHeight: LINE_HEIGHT_PX,
  links: false,
  minimap: { enabled: false },
  overviewRulerBorder: false,
  overviewRulerLanes: 0,
  padding: { top: PADDING_TOP_PX, bottom: PADDING_TOP_PX },
  renderFinalNewline: "on",
  renderLineHighlight: "line",
  scrollBeyondLastLine: false,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
  tabSize: 4,
  // A lesson's page scrolls too: at the end of the text the wheel goes on to it.
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 12, horizontalScrollbarSize: 12 },
  wordBasedSuggestions: "currentDocument",
};
