import * as monaco from "monaco-editor/editor/editor.api.js";
import { findingsOf, toMonacoRange } from "./advice-markers.ts";
import { quickFix, touches } from "./quick-fix.ts";

const END_LINES_WITH_LF = "drydock.endLinesWithLf";

const adviceQuickFixes: monaco.languages.CodeActionProvider = {
  provideCodeActions(model, range, context) {
    if (context.only !== undefined && !context.only.startsWith("quickfix"))
      return { actions: [], dispose() {} };
    const actions = findingsOf(model).flatMap(({ fix, range: place }) => {
      if (fix === null || !touches(toMonacoRange(place), range)) return [];
      const edits = fix.edits.map((edit) => ({ range: toMonacoRange(edit.range), text: edit.text }));
      const action = quickFix(model, fix.title, edits, true);
      // An edit cannot say how lines end: that is the model's.
      if (fix.lineEnds !== "lf") return [action];
      return [{ ...action, command: { id: END_LINES_WITH_LF, title: fix.title, arguments: [model.uri] } }];
    });
    return { actions, dispose() {} };
  },
};

let registered = false;

/** Fixes for what our own rules say of the line under the cursor, once a page. */
export function registerAdviceQuickFixes(): void {
  if (registered) return;
  registered = true;
  monaco.editor.registerCommand(END_LINES_WITH_LF, (_accessor, uri: monaco.Uri) => {
    monaco.editor.getModel(uri)?.pushEOL(monaco.editor.EndOfLineSequence.LF);
  });
  monaco.languages.registerCodeActionProvider("*", adviceQuickFixes, {
    providedCodeActionKinds: ["quickfix"],
  });
}
