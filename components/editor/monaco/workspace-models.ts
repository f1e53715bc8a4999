import * as monaco from "monaco-editor/editor/editor.api.js";
import { languageOfPath } from "../language-of-path.ts";
import type { EditorFile } from "../mounted-editor.ts";
import { Disposables } from "./disposables.ts";

interface OpenFile {
  readonly model: monaco.editor.ITextModel;
  viewState: monaco.editor.ICodeEditorViewState | null;
  /** What the page said last. */
  shown: string;
  /** What was told to the page and has not come back yet, oldest first. */
  told: string[];
}

let editorCount = 0;

/** Whether the model is a student's file. */
export const isWorkspaceModel = (model: monaco.editor.ITextModel): boolean =>
  model.uri.scheme === "inmemory" && model.uri.path.startsWith("/editor-");

/**
 * One model per path, kept while the editor lives: each file has its own undo history, cursor and scroll.
 */
export class WorkspaceModels {
  readonly #disposables = new Disposables();
  readonly #files = new Map<string, OpenFile>();
  readonly #folder = `editor-${(editorCount += 1)}`;
  readonly #onChange: (path: string, content: string) => void;
  readonly #onOpen: (path: string, model: monaco.editor.ITextModel) => void;
  #silent = false;

  constructor(
    onChange: (path: string, content: string) => void,
    onOpen: (path: string, model: monaco.editor.ITextModel) => void,
  ) {
    this.#onChange = onChange;
    this.#onOpen = onOpen;
  }

  /** The file's model, brought to the given text by an edit that can be undone. */
  open(file: EditorFile): OpenFile {
    const known = this.#files.get(file.path);
    if (known === undefined) return this.#create(file);
    // Nothing new from the page: what was typed since is on its way to it.
    if (file.content === known.shown) return known;
    known.shown = file.content;
    const told = known.told.lastIndexOf(file.content);
    // Our own words coming back, maybe a few keystrokes late.
    if (told >= 0) known.told.splice(0, told + 1);
    else this.#replace(known, file.content);
    return known;
  }

  #create(file: EditorFile): OpenFile {
    const uri = monaco.Uri.from({ scheme: "inmemory", path: `/${this.#folder}/${file.path}` });
    const model = this.#disposables.add(
      monaco.editor.createModel(file.content, languageOfPath(file.path), uri),
    );
    const opened: OpenFile = { model, viewState: null, shown: file.content, told: [] };
    this.#disposables.add(
      model.onDidChangeContent(() => {
        if (this.#silent) return;
        const content = model.getValue();
        // A page that takes no edits never answers: the list stays short.
        opened.told = [...opened.told.slice(-20), content];
        this.#onChange(file.path, content);
      }),
    );
    if (model.getLanguageId() === "yaml")
      void import("./configure-yaml.ts").then((yaml) => yaml.configureYaml());
    this.#files.set(file.path, opened);
    // What cannot be changed is not advised on.
    if (!file.readOnly) this.#onOpen(file.path, model);
    return opened;
  }

  #replace(file: OpenFile, content: string): void {
    const { model } = file;
    const before = model.getValue();
    const after = content.replace(/\r\n|\r|\n/g, model.getEOL());
    file.told = [];
    if (before === after) return;
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
    const range = monaco.Range.fromPositions(
      model.getPositionAt(start),
      model.getPositionAt(before.length - end),
    );
    this.#silent = true;
    try {
      model.pushStackElement();
      model.pushEditOperations([], [{ range, text: after.slice(start, after.length - end) }], () => null);
      model.pushStackElement();
    } finally {
      this.#silent = false;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
