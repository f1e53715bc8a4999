import type { editor, IRange, languages, Uri } from "monaco-editor/editor/editor.api.js";

/** A change of one file, offered where the cursor is. */
export function quickFix(
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

export const touches = (a: IRange, b: IRange): boolean =>
  a.startLineNumber <= b.endLineNumber && b.startLineNumber <= a.endLineNumber;
