import type { IRange, languages, editor, Uri } from "monaco-editor/editor/editor.api.js";
import { fromRange, toTextEdit } from "./protocol.ts";
import { judgedOf, toMonacoRange } from "./dockerfile-diagnostics.ts";
import { dockerfileService } from "./dockerfile-service.ts";

function toAction(
  model: editor.ITextModel,
  title: string,
  edits: readonly languages.TextEdit[],
  isPreferred: boolean,
): languages.CodeAction {
  const resource: Uri = model.uri;
  return {
    title,
    kind: "quickfix",
    isPreferred,
    edit: { edits: edits.map((textEdit) => ({ resource, textEdit, versionId: model.getVersionId() })) },
  };
}

const touches = (a: IRange, b: IRange): boolean =>
  a.startLineNumber <= b.endLineNumber && b.startLineNumber <= a.endLineNumber;

/** Fixes for what stands on the cursor's line: the service's and those of our own rules. */
export const dockerfileQuickFixes: languages.CodeActionProvider = {
  provideCodeActions(model, range, context) {
    if (context.only !== undefined && !context.only.startsWith("quickfix"))
      return { actions: [], dispose() {} };
    const { diagnostics, findings } = judgedOf(model);
    const text = model.getValue();
    const ours = findings.flatMap((finding) =>
      finding.fix === null || !touches(toMonacoRange(finding.range), range)
        ? []
        : [
            toAction(
              model,
              finding.fix.title,
              finding.fix.edits.map((edit) => ({ range: toMonacoRange(edit.range), text: edit.text })),
              true,
            ),
          ],
    );
    const here = diagnostics.filter(
      ({ range: its }) =>
        its.start.line + 1 <= range.endLineNumber && its.end.line + 1 >= range.startLineNumber,
    );
    const commands = dockerfileService.computeCodeActions({ uri: model.uri.toString() }, fromRange(range), {
      diagnostics: here,
    });
    const theirs = commands.map((command) => {
      const edits = dockerfileService.computeCommandEdits(text, command.command, command.arguments ?? []);
      return toAction(model, command.title, edits.map(toTextEdit), false);
    });
    return { actions: [...theirs, ...ours], dispose() {} };
  },
};
