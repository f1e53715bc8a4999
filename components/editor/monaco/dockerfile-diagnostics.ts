import * as monaco from "monaco-editor/editor/editor.api.js";
import { toMarkerData, type ServiceDiagnostic } from "./protocol.ts";
import { ValidationSeverity } from "dockerfile-utils";
import { settleMs } from "./advice-markers.ts";
import { Disposables } from "./disposables.ts";
import { dockerfileService } from "./dockerfile-service.ts";

/** What was last said of a model, for the quick fixes. */
const diagnosticsByModel = new WeakMap<monaco.editor.ITextModel, readonly ServiceDiagnostic[]>();
export const diagnosticsOf = (model: monaco.editor.ITextModel): readonly ServiceDiagnostic[] =>
  diagnosticsByModel.get(model) ?? [];

/** Named one by one: without them the validator keeps silent on MAINTAINER and the like. */
const settings = {
  deprecatedMaintainer: ValidationSeverity.WARNING,
  directiveCasing: ValidationSeverity.WARNING,
  emptyContinuationLine: ValidationSeverity.WARNING,
  instructionCasing: ValidationSeverity.WARNING,
  instructionCmdMultiple: ValidationSeverity.WARNING,
  instructionEntrypointMultiple: ValidationSeverity.WARNING,
  instructionHealthcheckMultiple: ValidationSeverity.WARNING,
  // Our own rule says what comes of it, and mends the whole list.
  instructionJSONInSingleQuotes: ValidationSeverity.IGNORE,
  instructionWorkdirRelative: ValidationSeverity.WARNING,
};

function judge(model: monaco.editor.ITextModel): void {
  const diagnostics = dockerfileService.validate(model.getValue(), settings);
  diagnosticsByModel.set(model, diagnostics);
  monaco.editor.setModelMarkers(
    model,
    "dockerfile",
    // The service's code is a number that says nothing to a reader.
    diagnostics.map(({ code: _code, ...diagnostic }) => ({
      ...toMarkerData(diagnostic),
      source: "Dockerfile",
    })),
  );
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
