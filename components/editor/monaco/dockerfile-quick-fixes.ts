import type { languages } from "monaco-editor/editor/editor.api.js";
import { diagnosticsOf } from "./dockerfile-diagnostics.ts";
import { dockerfileService } from "./dockerfile-service.ts";
import { fromRange, toTextEdit } from "./protocol.ts";
import { quickFix } from "./quick-fix.ts";

/** The service's own fixes for what stands on the cursor's line. */
export const dockerfileQuickFixes: languages.CodeActionProvider = {
  provideCodeActions(model, range, context) {
    if (context.only !== undefined && !context.only.startsWith("quickfix"))
      return { actions: [], dispose() {} };
    const text = model.getValue();
    const here = diagnosticsOf(model).filter(
      ({ range: its }) =>
        its.start.line + 1 <= range.endLineNumber && its.end.line + 1 >= range.startLineNumber,
    );
    const commands = dockerfileService.computeCodeActions({ uri: model.uri.toString() }, fromRange(range), {
      diagnostics: here,
    });
    const actions = commands.map((command) => {
      const edits = dockerfileService.computeCommandEdits(text, command.command, command.arguments ?? []);
      return quickFix(model, command.title, edits.map(toTextEdit), false);
    });
    return { actions, dispose() {} };
  },
};
