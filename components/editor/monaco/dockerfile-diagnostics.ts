import { ValidationCode, ValidationSeverity } from "dockerfile-utils";
import * as monaco from "monaco-editor/editor/editor.api.js";
import { SETTLE_MS } from "./advice-markers.ts";
import { Disposables } from "./disposables.ts";
import { dockerfileService } from "./dockerfile-service.ts";
import { type ServiceDiagnostic, toMarkerData } from "./protocol.ts";

/** What was last said of a model, for the quick fixes. */
const diagnosticsByModel = new WeakMap<monaco.editor.ITextModel, readonly ServiceDiagnostic[]>();
export const diagnosticsOf = (model: monaco.editor.ITextModel): readonly ServiceDiagnostic[] =>
  diagnosticsByModel.get(model) ?? [];

/** Named one by one: without them the validator keeps silent on MAINTAINER and the like. */
const settings = {
  directiveCasing: ValidationSeverity.WARNING,
  // The advice says these under BuildKit's names, with what to do about them.
  deprecatedMaintainer: ValidationSeverity.IGNORE,
  emptyContinuationLine: ValidationSeverity.IGNORE,
  instructionCasing: ValidationSeverity.IGNORE,
  instructionCmdMultiple: ValidationSeverity.IGNORE,
  instructionEntrypointMultiple: ValidationSeverity.IGNORE,
  instructionHealthcheckMultiple: ValidationSeverity.IGNORE,
  // Our own rule says what comes of it, and mends the whole list.
  instructionJSONInSingleQuotes: ValidationSeverity.IGNORE,
  instructionWorkdirRelative: ValidationSeverity.IGNORE,
};

/** What the service says of a Dockerfile, without what it takes wrongly. */
function validateDockerfile(text: string): ServiceDiagnostic[] {
  const lines = text.split(/\r\n|\n|\r/);
  return dockerfileService.validate(text, settings).filter(({ code, range }) => {
    // `.` is a folder, and so is what ends with it: the service wants a slash. Our own rule looks at the rest.
    if (code === ValidationCode.INVALID_DESTINATION) return false;
    if (code === ValidationCode.DUPLICATE_BUILD_STAGE_NAME) return false;
    // Flags of a newer frontend are told as such by the advice.
    const line = lines[range.start.line] ?? "";
    return !(
      (code === ValidationCode.UNKNOWN_COPY_FLAG || code === ValidationCode.UNKNOWN_ADD_FLAG) &&
      /--(?:exclude|parents|unpack|checksum|keep-git-dir|link|chmod)\b/.test(line)
    );
  });
}

function judge(model: monaco.editor.ITextModel): void {
  const diagnostics = validateDockerfile(model.getValue());
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
      timer = setTimeout(() => judge(model), SETTLE_MS);
    }),
  );
  judge(model);
  return disposables;
}
