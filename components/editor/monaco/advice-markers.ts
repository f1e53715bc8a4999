import * as monaco from "monaco-editor/editor/editor.api.js";
import type { AdviceLinks } from "../../../core/advice/advice.ts";
import { adviseFile } from "../../../core/advice/advise-file.ts";
import type { LintFinding, Severity, TextFile, TextRange } from "../../../core/advice/finding.ts";
import { otherNames } from "../../../core/advice/rules.ts";
import { wrapLines } from "../wrap-lines.ts";
import { Disposables } from "./disposables.ts";

/** What was last said of a model, for the quick fixes. */
const findingsByModel = new WeakMap<monaco.editor.ITextModel, readonly LintFinding[]>();
export const findingsOf = (model: monaco.editor.ITextModel): readonly LintFinding[] =>
  findingsByModel.get(model) ?? [];

/** Long enough not to shout at somebody in mid-word. */
export const SETTLE_MS = 250;

export const toMonacoRange = (range: TextRange): monaco.IRange => ({
  startLineNumber: range.startLine,
  startColumn: range.startColumn,
  endLineNumber: range.endLine,
  endColumn: range.endColumn,
});

/** So wide that the link beside it is seen in an editor of half a page. */
const LINE_CHARACTERS = 72;

const severities: Readonly<Record<Severity, monaco.MarkerSeverity>> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

function markerOf(finding: LintFinding, links: AdviceLinks): monaco.editor.IMarkerData {
  const link = links[finding.rule];
  const [name = finding.rule, ...others] = otherNames(finding.rule, finding.hadolint).map((one) =>
    one.replace(/^\w+ /, ""),
  );
  return {
    ...toMonacoRange(finding.range),
    severity: severities[finding.severity],
    // The list of problems shows lines as they are, and puts the link to their right.
    message: wrapLines(
      `${finding.message}.\n${finding.why.replace(/\. (?=[A-Z])/g, ".\n")}`,
      LINE_CHARACTERS,
    ),
    // Shown as a link that opens beside the lab, so that nobody loses their place in it.
    code:
      link === undefined
        ? name
        : {
            value: `${name}, lesson ${link.number}`,
            target: monaco.Uri.parse(new URL(link.href, location.href).href),
          },
    source: others.length === 0 ? "practice" : `practice, ${others.join(", ")}`,
  };
}

/** The advice on a workspace's files: judged when they are opened, and again a moment after any of them changes. */
export class AdviceMarkers {
  readonly #disposables = new Disposables();
  readonly #models = new Map<string, monaco.editor.ITextModel>();
  readonly #links: AdviceLinks;
  #files: readonly TextFile[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(files: readonly TextFile[], links: AdviceLinks) {
    this.#files = files;
    this.#links = links;
  }

  watch(path: string, model: monaco.editor.ITextModel): void {
    this.#models.set(path, model);
    this.#disposables.add(model.onDidChangeContent(() => this.#judgeSoon()));
    this.#judge(path, model);
  }

  /** The workspace as the page has it: what a file says about another. */
  setFiles(files: readonly TextFile[]): void {
    this.#files = files;
    this.#judgeSoon();
  }

  #judgeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#models.forEach((model, path) => this.#judge(path, model)),
      SETTLE_MS,
    );
  }

  #judge(path: string, model: monaco.editor.ITextModel): void {
    // What was typed a moment ago is in the model first.
    const others = this.#files.filter((file) => file.path !== path);
    const findings = adviseFile(path, [...others, { path, content: model.getValue() }]);
    findingsByModel.set(model, findings);
    monaco.editor.setModelMarkers(
      model,
      "practice",
      findings.map((finding) => markerOf(finding, this.#links)),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }
}
