import * as monaco from "monaco-editor/editor/editor.api.js";
import { toMarkerData, type ServiceDiagnostic } from "./protocol.ts";
import { ValidationSeverity } from "dockerfile-utils";
import type { LintFinding, TextRange } from "../../../core/dockerfile/lint/finding.ts";
import { lintDockerfile } from "../../../core/dockerfile/lint/lint-dockerfile.ts";
import { Disposables } from "./disposables.ts";
import { dockerfileService } from "./dockerfile-service.ts";

export interface Judged {
  readonly diagnostics: readonly ServiceDiagnostic[];
  readonly findings: readonly LintFinding[];
}

/** What was last said of a model, for the quick fixes. */
const judgedByModel = new WeakMap<monaco.editor.ITextModel, Judged>();
export const judgedOf = (model: monaco.editor.ITextModel): Judged =>
  judgedByModel.get(model) ?? { diagnostics: [], findings: [] };

/** Long enough not to shout at somebody in mid-word. */
const settleMs = 250;

/** Named one by one: without them the validator keeps silent on MAINTAINER and the like. */
const settings = {
  deprecatedMaintainer: ValidationSeverity.WARNING,
  directiveCasing: ValidationSeverity.WARNING,
  emptyContinuationLine: ValidationSeverity.WARNING,
  instructionCasing: ValidationSeverity.WARNING,
  instructionCmdMultiple: ValidationSeverity.WARNING,
  instructionEntrypointMultiple: ValidationSeverity.WARNING,
  instructionHealthcheckMultiple: ValidationSeverity.WARNING,
  instructionJSONInSingleQuotes: ValidationSeverity.WARNING,
  instructionWorkdirRelative: ValidationSeverity.WARNING,
};

export const toMonacoRange = (range: TextRange): monaco.IRange => ({
  startLineNumber: range.startLine,
  startColumn: range.startColumn,
  endLineNumber: range.endLine,
  endColumn: range.endColumn,
});

function lintMarker(finding: LintFinding): monaco.editor.IMarkerData {
  return {
    ...toMonacoRange(finding.range),
    severity: finding.severity === "warning" ? monaco.MarkerSeverity.Warning : monaco.MarkerSeverity.Info,
    // A line for each sentence: the list of problems shows lines, and cuts what is longer.
    message: `${finding.message}.\n${finding.why.replace(/\. (?=[A-Z])/g, ".\n")}`,
    code: finding.hadolint ?? finding.rule,
    source: finding.hadolint === null ? "practice" : "practice, as hadolint",
  };
}

function judge(model: monaco.editor.ITextModel): void {
  const text = model.getValue();
  const diagnostics = dockerfileService.validate(text, settings);
  const findings = lintDockerfile(text);
  judgedByModel.set(model, { diagnostics, findings });
  monaco.editor.setModelMarkers(
    model,
    "dockerfile",
    // The service's code is a number that says nothing to a reader.
    diagnostics.map(({ code: _code, ...diagnostic }) => ({
      ...toMarkerData(diagnostic),
      source: "Dockerfile",
    })),
  );
  monaco.editor.setModelMarkers(model, "practice", findings.map(lintMarker));
}

/** Judges a Dockerfile now and after each change, until the model goes. */
export function watchDockerfile(model: monaco.editor.ITextModel): monaco.IDisposable {
  const disposables = new Disposables();
  let timer: ReturnType<typeof setTimeout> | undefined;
  disposables.defer(() => clearTimeout(timer));
  disposables.add(
    model.onDidChangeContent(() => {
      clearTimeout(timer);
      timer = setTimeout(() => judge(model), settleMs);
    }),
  );
  judge(model);
  return disposables;
}
