import * as monaco from "monaco-editor/editor/editor.api.js";
import { Disposables } from "./disposables.ts";
import { watchDockerfile } from "./dockerfile-diagnostics.ts";
import { dockerfileQuickFixes } from "./dockerfile-quick-fixes.ts";
import { dockerfileService as service } from "./dockerfile-service.ts";
import {
  fromPosition,
  fromRange,
  toCompletionItem,
  toDocumentHighlight,
  toFoldingRange,
  toHover,
  toRange,
  toSignatureHelp,
  toTextEdit,
} from "./protocol.ts";
import { isWorkspaceModel } from "./workspace-models.ts";

const LANGUAGE = "dockerfile";
let registered: Disposables | null = null;

const formatting = (options: monaco.languages.FormattingOptions) => ({
  tabSize: options.tabSize,
  insertSpaces: options.insertSpaces,
  // Continued lines are laid out by whoever wrote them.
  ignoreMultilineInstructions: true,
});

/** Completion, help, marks, fixes and formatting for Dockerfiles, once a page. */
export function registerDockerfileLanguage(): void {
  if (registered !== null) return;
  const disposables = (registered = new Disposables());
  const { languages } = monaco;
  disposables.add(
    languages.registerCompletionItemProvider(LANGUAGE, {
      triggerCharacters: [" ", "=", "$", "-", ":"],
      async provideCompletionItems(model, position) {
        const word = model.getWordUntilPosition(position);
        const range = {
          startLineNumber: position.lineNumber,
          startColumn: word.startColumn,
          endLineNumber: position.lineNumber,
          endColumn: word.endColumn,
        };
        const items = await service.computeCompletionItems(model.getValue(), fromPosition(position));
        return {
          suggestions: items.map((item) => toCompletionItem(service.resolveCompletionItem(item), { range })),
        };
      },
    }),
  );
  disposables.add(
    languages.registerHoverProvider(LANGUAGE, {
      provideHover(model, position) {
        const hover = service.computeHover(model.getValue(), fromPosition(position));
        return hover === null ? null : toHover(hover);
      },
    }),
  );
  disposables.add(
    languages.registerSignatureHelpProvider(LANGUAGE, {
      // On request only: coming by itself it lies over the line above and the suggestions.
      signatureHelpTriggerCharacters: [],
      provideSignatureHelp(model, position) {
        const help = service.computeSignatureHelp(model.getValue(), fromPosition(position));
        return help.signatures.length === 0 ? null : { value: toSignatureHelp(help), dispose() {} };
      },
    }),
  );
  disposables.add(
    languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      displayName: "Dockerfile",
      provideDocumentFormattingEdits: (model, options) =>
        service.format(model.getValue(), formatting(options)).map(toTextEdit),
    }),
  );
  disposables.add(
    languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, {
      displayName: "Dockerfile",
      provideDocumentRangeFormattingEdits: (model, range, options) =>
        service.formatRange(model.getValue(), fromRange(range), formatting(options)).map(toTextEdit),
    }),
  );
  disposables.add(
    languages.registerFoldingRangeProvider(LANGUAGE, {
      provideFoldingRanges: (model) => service.computeFoldingRanges(model.getValue()).map(toFoldingRange),
    }),
  );
  disposables.add(
    languages.registerDocumentHighlightProvider(LANGUAGE, {
      provideDocumentHighlights: (model, position) =>
        service.computeHighlightRanges(model.getValue(), fromPosition(position)).map(toDocumentHighlight),
    }),
  );
  disposables.add(
    languages.registerRenameProvider(LANGUAGE, {
      provideRenameEdits(model, position, newName) {
        const { uri } = model;
        const edits = service.computeRename(
          { uri: uri.toString() },
          model.getValue(),
          fromPosition(position),
          newName,
        );
        return {
          edits: edits.map((edit) => ({
            resource: uri,
            textEdit: toTextEdit(edit),
            versionId: model.getVersionId(),
          })),
        };
      },
      resolveRenameLocation(model, position) {
        const range = service.prepareRename(model.getValue(), fromPosition(position));
        if (range === null)
          return {
            range: monaco.Range.fromPositions(position),
            text: "",
            rejectReason: "Nothing to rename here.",
          };
        const place = toRange(range);
        return { range: place, text: model.getValueInRange(place) };
      },
    }),
  );
  disposables.add(
    languages.registerCodeActionProvider(LANGUAGE, dockerfileQuickFixes, {
      providedCodeActionKinds: ["quickfix"],
    }),
  );

  const watched = new Map<monaco.editor.ITextModel, monaco.IDisposable>();
  const watch = (model: monaco.editor.ITextModel): void => {
    // The starter's side of a comparison is nobody's to mend.
    if (model.getLanguageId() !== LANGUAGE || !isWorkspaceModel(model) || watched.has(model)) return;
    watched.set(model, watchDockerfile(model));
  };
  disposables.defer(() => watched.forEach((watching) => watching.dispose()));
  disposables.add(monaco.editor.onDidCreateModel(watch));
  disposables.add(
    monaco.editor.onWillDisposeModel((model) => {
      watched.get(model)?.dispose();
      watched.delete(model);
    }),
  );
  monaco.editor.getModels().forEach(watch);
}
