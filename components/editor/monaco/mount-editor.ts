import "./features.ts";
import "./workers.ts";
import * as monaco from "monaco-editor/editor/editor.api.js";
import type { MountedEditor, MountOptions } from "../mounted-editor.ts";
import { AdviceMarkers } from "./advice-markers.ts";
import { registerAdviceQuickFixes } from "./advice-quick-fixes.ts";
import { ComparisonView } from "./comparison-view.ts";
import { Disposables } from "./disposables.ts";
import { registerDockerfileLanguage } from "./dockerfile-language.ts";
import { editorOptions, optionsForWidth } from "./editor-options.ts";
import { registerJsonLanguage } from "./json-language.ts";
import { applyTheme } from "./themes.ts";
import { watchKeys } from "./watch-keys.ts";
import { watchPointedLine } from "./watch-pointed-line.ts";
import { WorkspaceModels } from "./workspace-models.ts";

// Monaco's own key on Linux, Ctrl+Shift+I, never gets here: it opens the browser's tools.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF,
  command: "editor.action.formatDocument",
  when: "editorTextFocus && !editorReadonly",
});

/** Puts Monaco into `host`. The caller keeps the textarea until this returns. */
export function mountEditor(options: MountOptions): MountedEditor {
  const { host, listener } = options;
  const disposables = new Disposables();
  registerDockerfileLanguage();
  registerJsonLanguage();
  registerAdviceQuickFixes();
  const { adviceLinks } = options;
  const advice = adviceLinks && disposables.add(new AdviceMarkers(options.files, adviceLinks));
  const models = new WorkspaceModels(listener.onChange, (path, model) => advice?.watch(path, model));
  applyTheme(options.theme, host);

  let shown = models.open(options.file);
  let path = options.file.path;
  const surface = host.appendChild(document.createElement("div"));
  disposables.defer(() => surface.remove());
  surface.className = "code-editor__surface";
  const editor = disposables.add(
    monaco.editor.create(surface, {
      ...editorOptions,
      ...optionsForWidth(host.clientWidth),
      ariaLabel: options.label,
      model: shown.model,
      readOnly: options.file.readOnly,
      readOnlyMessage: { value: "This file belongs to the exercise and cannot be changed." },
    }),
  );
  surface
    .querySelector(".native-edit-context, textarea.inputarea")
    ?.setAttribute("aria-describedby", options.hintId);
  const comparison = disposables.add(new ComparisonView(host, surface));
  const highlight = editor.createDecorationsCollection();
  disposables.defer(() => highlight.clear());
  disposables.add(editor.onDidLayoutChange(() => editor.updateOptions(optionsForWidth(host.clientWidth))));
  disposables.add(editor.onDidContentSizeChange(() => listener.onLinesMoved()));
  disposables.add(editor.onDidChangeHiddenAreas(() => listener.onLinesMoved()));
  disposables.add(editor.onDidScrollChange((event) => listener.onScroll(event.scrollTop)));
  disposables.add(
    editor.onDidChangeCursorPosition(({ position }) =>
      listener.onCaret({ line: position.lineNumber, column: position.column }),
    ),
  );
  disposables.add(editor.onDidFocusEditorWidget(() => listener.onFocus(true)));
  disposables.add(editor.onDidBlurEditorWidget(() => listener.onFocus(false)));
  disposables.add(watchKeys(host, listener));
  disposables.add(watchPointedLine(editor, listener.onPointAtLine));

  if (options.selection !== null) {
    const { anchor, active } = options.selection;
    editor.setSelection(new monaco.Selection(anchor.line, anchor.column, active.line, active.column));
  }
  editor.setScrollTop(options.scrollTopPx);
  if (options.focus) editor.focus();

  return {
    show(file) {
      const next = models.open(file);
      editor.updateOptions({ readOnly: file.readOnly });
      if (file.path === path) return;
      shown.viewState = editor.saveViewState();
      editor.setModel(next.model);
      editor.restoreViewState(next.viewState);
      shown = next;
      path = file.path;
      comparison.follow(next.model);
      const caret = editor.getPosition() ?? { lineNumber: 1, column: 1 };
      listener.onCaret({ line: caret.lineNumber, column: caret.column });
      listener.onLinesMoved();
    },
    setFiles: (files) => advice?.setFiles(files),
    setLabel: (label) => editor.updateOptions({ ariaLabel: label }),
    setTheme: (theme) => applyTheme(theme, host),
    setProblems(problems) {
      const lines = shown.model.getLineCount();
      const markers = problems
        .filter((problem) => problem.line >= 1 && problem.line <= lines)
        .map((problem) => ({
          severity:
            problem.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
          message: problem.message,
          source: "last build",
          startLineNumber: problem.line,
          startColumn: Math.max(1, shown.model.getLineFirstNonWhitespaceColumn(problem.line)),
          endLineNumber: problem.line,
          endColumn: shown.model.getLineMaxColumn(problem.line),
        }));
      monaco.editor.setModelMarkers(shown.model, "build", markers);
    },
    highlightLine(line) {
      if (line === null || line < 1 || line > shown.model.getLineCount()) {
        highlight.clear();
        return;
      }
      highlight.set([
        {
          range: new monaco.Range(line, 1, line, 1),
          options: { isWholeLine: true, className: "code-editor__lit" },
        },
      ]);
    },
    reveal(line) {
      comparison.close();
      const lineNumber = Math.min(Math.max(1, line), shown.model.getLineCount());
      editor.setPosition({ lineNumber, column: 1 });
      editor.revealLineInCenterIfOutsideViewport(lineNumber, monaco.editor.ScrollType.Immediate);
      editor.focus();
    },
    compareWith: (text, names) => comparison.compare(text, shown.model, names),
    topOfLinePx: (line) => editor.getTopForLineNumber(line),
    dispose: () => {
      disposables.dispose();
      comparison.whenComputed(() => models.dispose());
    },
  };
}
