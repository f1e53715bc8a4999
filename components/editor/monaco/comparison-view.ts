import * as monaco from "monaco-editor/editor/editor.api.js";
import { NARROW_BELOW_PX } from "../metrics.ts";
import type { ComparedNames } from "../mounted-editor.ts";
import { Disposables } from "./disposables.ts";
import { editorOptions } from "./editor-options.ts";

/** Whatever was being compared is so by then, the first start of the worker included. */
const COMPUTED_BY_MS = 10_000;

/** Read-only comparison of a text with the file, in place of the editor while it is open. */
export class ComparisonView {
  readonly #host: HTMLElement;
  readonly #surface: HTMLElement;
  /** A comparison was begun and its result has not been seen. */
  #computing = false;
  #open: { disposables: Disposables; differ: monaco.editor.IStandaloneDiffEditor; text: string } | null =
    null;

  constructor(host: HTMLElement, surface: HTMLElement) {
    this.#host = host;
    this.#surface = surface;
  }

  compare(text: string | null, model: monaco.editor.ITextModel, names: ComparedNames): void {
    if (text === null) {
      this.close();
      return;
    }
    if (this.#open?.text === text && this.#open.differ.getModel()?.modified === model) return;
    this.close();
    const disposables = new Disposables();
    const place = this.#host.appendChild(document.createElement("div"));
    disposables.defer(() => place.remove());
    place.className = "code-editor__surface";
    this.#surface.hidden = true;
    disposables.defer(() => (this.#surface.hidden = false));
    const original = monaco.editor.createModel(text, model.getLanguageId());
    disposables.defer(() => this.whenComputed(() => original.dispose()));
    const differ = disposables.add(
      monaco.editor.createDiffEditor(place, {
        ...editorOptions,
        readOnly: true,
        originalEditable: false,
        renderSideBySide: this.#host.clientWidth >= NARROW_BELOW_PX,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: NARROW_BELOW_PX,
        diffWordWrap: "on",
        renderOverviewRuler: false,
        ignoreTrimWhitespace: false,
      }),
    );
    // By hand: the options of that name do not reach the element that has the focus.
    differ.getOriginalEditor().updateOptions({ ariaLabel: names.original });
    differ.getModifiedEditor().updateOptions({ ariaLabel: names.modified });
    disposables.defer(() => differ.setModel(null));
    this.#computing = true;
    disposables.add(differ.onDidUpdateDiff(() => (this.#computing = false)));
    differ.setModel({ original, modified: model });
    this.#open = { disposables, differ, text };
  }

  /** The tab changed: the old comparison is of another file. The page says what to compare next. */
  follow(model: monaco.editor.ITextModel): void {
    if (this.#open !== null && this.#open.differ.getModel()?.modified !== model) this.close();
  }

  close(): void {
    this.#open?.disposables.dispose();
    this.#open = null;
  }

  /** Monaco throws, out of anybody's reach, when a model goes while it is being compared. */
  whenComputed(dispose: () => void): void {
    if (this.#computing) setTimeout(dispose, COMPUTED_BY_MS);
    else dispose();
  }

  dispose(): void {
    this.close();
  }
}
