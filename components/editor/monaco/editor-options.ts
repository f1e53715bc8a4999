import type { editor } from "monaco-editor/editor/editor.api.js";
import { fontSizePx, lineHeightPx, narrowBelowPx, paddingTopPx } from "../metrics.ts";

/** Narrow: lines wrap and the gutter gives its room to the text. */
export function optionsForWidth(widthPx: number): editor.IEditorOptions {
  const narrow = widthPx < narrowBelowPx;
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
  fontSize: fontSizePx,
  glyphMargin: false,
  lineHeight: lineHeightPx,
  links: false,
  minimap: { enabled: false },
  overviewRulerBorder: false,
  overviewRulerLanes: 0,
  padding: { top: paddingTopPx, bottom: paddingTopPx },
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
