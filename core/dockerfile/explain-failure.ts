import { explainOutput } from "../run/explain-output.ts";
import { copySources } from "./copy-sources.ts";
import { lineOfError } from "./line-of-error.ts";
import { stageThatMakes } from "./lint/copy-without-from.ts";
import { newerFeature } from "./lint/flag-needs-frontend.ts";
import type { ParsedDockerfile } from "./parse-dockerfile.ts";
import { normalizeImage } from "./resolve-step-line.ts";

export interface FailedStep {
  /** BuildKit's name: "[builder 2/4] RUN pip install x". */
  readonly name: string;
  readonly line: number | null;
  readonly error: string;
  /** The end of what the step printed. */
  readonly output: string;
}

export interface BuildFailure {
  readonly message: string;
  /** 1-based line in the Dockerfile. */
  readonly line: number | null;
  readonly exitCode: number | null;
}

/**
 * Says in words why a build failed. `error` is the engine's message, `step` the step that failed, when one
 * did; `images` are the base images that can be had, to be named when an unknown one was asked for.
 */
export function explainFailure(request: {
  readonly dockerfile: ParsedDockerfile;
  readonly error: string;
  readonly step: FailedStep | null;
  readonly images: readonly string[];
}): BuildFailure {
  const error = clean(request.error);
  const failure = explain(request, error);
  return { ...failure, line: failure.line ?? lineOfError(request.dockerfile, error) };
}

function explain(request: Parameters<typeof explainFailure>[0], error: string): BuildFailure {
  return (
    explainParseError(request.dockerfile, error) ??
    explainImage(request, error) ??
    explainMissingFile(request, error) ??
    explainExit(request, error) ??
    explainOther(request, error)
  );
}

/** What of a line that is not understood the reader cannot see. */
function unseen(dockerfile: ParsedDockerfile, said: string): string {
  if (/[\u00A0\u2000-\u200B\u202F\u2060]|\\u00a0|\\xa0/i.test(said)) {
    return " After the first word stands a character that only looks like a blank, as web pages have it: type the blank again.";
  }
  const blank = dockerfile.stages
    .flatMap(({ instructions }) => instructions)
    .some(
      ({ keyword, text, heredocs }) =>
        /^(?:RUN|COPY|ADD)$/.test(keyword) && heredocs === 0 && /(?:^|\s)<<-?[ \t]+["']?[A-Za-z_]/.test(text),
    );
  return blank && /unknown instruction/i.test(said)
    ? " A blank stands between << and the word behind it: write <<EOF, or Docker sees no here-document."
    : "";
}

function explainParseError(dockerfile: ParsedDockerfile, error: string): BuildFailure | null {
  const match = /dockerfile parse error(?: on)? line (\d+): (.*)/i.exec(error);
  if (match !== null) {
    const line = Number(match[1]);
    return {
      message: `Line ${line} of the Dockerfile is not understood: ${match[2] ?? ""}${unseen(dockerfile, match[2] ?? "")}`,
      line,
      exitCode: null,
    };
  }
  if (
    /failed to read dockerfile|no such file or directory.*Dockerfile|Dockerfile: (?:no such file|not found)/i.test(
      error,
    )
  ) {
    return { message: "There is no file named Dockerfile.", line: null, exitCode: null };
  }
  if (
    /Dockerfile.*cannot be empty|file with no instructions|no build stage in current context/i.test(error)
  ) {
    return {
      message: "The Dockerfile has no FROM: it must begin with the image to start from.",
      line: 1,
      exitCode: null,
    };
  }
  return null;
}

function explainImage(request: Parameters<typeof explainFailure>[0], error: string): BuildFailure | null {
  const match =
    /failed to resolve source metadata for (\S+?): /.exec(error) ??
    /pull access denied for ([^\s,]+)/.exec(error) ??
    /failed to load metadata for (\S+?)(?:: |$)/.exec(error) ??
    /(\S+): (?:not found|manifest unknown)$/.exec(error.includes("manifest") ? error : "");
  const image = match?.[1];
  if (image === undefined) return null;
  const line = request.step?.line ?? lineOfImage(request.dockerfile, image);
  const name = image.replace(/^docker\.io\/(?:library\/)?/, "");
  const here = request.images.length === 0 ? "" : ` Here are: ${request.images.slice(0, 12).join(", ")}.`;
  const where = line === null ? "" : ` (line ${line})`;
  const platform = request.dockerfile.stages.find((stage) => stage.from.line === line)?.from.platform ?? null;
  if (platform !== null && !platform.includes("$")) {
    return {
      message: `The image ${name}${where} is not here for the platform ${platform}. Take --platform out of the line: the build then takes the image for this machine.`,
      line,
      exitCode: null,
    };
  }
  return {
    message: `The image ${name}${where} cannot be had here. Check its name and tag, and whether it is meant to be a stage of this file.${here}`,
    line,
    exitCode: null,
  };
}

function lineOfImage(dockerfile: ParsedDockerfile, image: string): number | null {
  const wanted = normalizeImage(image);
  for (const stage of dockerfile.stages) {
    if (stage.from.stage === null && normalizeImage(stage.from.image) === wanted) return stage.from.line;
    for (const instruction of stage.instructions) {
      const sources = copySources(dockerfile, stage.index, instruction);
      if (sources.some((one) => one.kind === "image" && normalizeImage(one.image) === wanted)) {
        return instruction.line;
      }
    }
  }
  return null;
}

function explainMissingFile(
  request: Parameters<typeof explainFailure>[0],
  error: string,
): BuildFailure | null {
  const step = request.step;
  const isCopy = step !== null && /^\[[^\]]*\] (?:COPY|ADD) /.test(step.name);
  const path =
    /failed to (?:calculate checksum|compute cache key).*"([^"]+)": not found/.exec(error)?.[1] ??
    (isCopy ? /lstat \S*?buildkit-mount\d+(\/\S+): no such file/.exec(error)?.[1] : undefined);
  if (path === undefined) return null;
  const line = step?.line ?? null;
  const instruction = request.dockerfile.stages
    .flatMap((stage) => stage.instructions)
    .find((one) => one.line === line);
  const stage = request.dockerfile.stages.find(
    (one) => instruction !== undefined && one.instructions.includes(instruction),
  );
  const source =
    instruction === undefined || stage === undefined
      ? undefined
      : copySources(request.dockerfile, stage.index, instruction)[0];
  const where = line === null ? "A COPY" : `Line ${line}`;
  const message =
    source?.kind === "stage"
      ? `${where} copies ${path} from stage ${request.dockerfile.stages[source.stage]?.name ?? source.stage}, where it does not exist.`
      : source?.kind === "image"
        ? `${where} copies ${path} from the image ${source.image}, where it does not exist.`
        : `${where} copies ${path.replace(/^\//, "")}, which is not among your files (or .dockerignore leaves it out).${missingFrom(request.dockerfile, stage?.index, path)}`;
  return { message, line, exitCode: null };
}

/** A folder of a system, or what an earlier stage makes: then --from was forgotten. */
function missingFrom(dockerfile: ParsedDockerfile, stage: number | undefined, path: string): string {
  const maker = stage === undefined ? null : stageThatMakes(dockerfile.stages.slice(0, stage), path);
  if (maker === null) return "";
  return ` If stage ${maker} has made it, --from is missing: COPY --from=${maker} ...`;
}

function explainExit(request: Parameters<typeof explainFailure>[0], error: string): BuildFailure | null {
  const code = /did not complete successfully: exit code: (\d{1,3})/.exec(error)?.[1];
  const step = request.step;
  if (code === undefined || step === null) return null;
  const exitCode = Number(code);
  const last = step.output
    .split("\n")
    .map((line) => clean(line))
    .findLast((line) => line !== "");
  const command = step.name.replace(/^\[[^\]]*\] /, "").slice(0, 160);
  const where = step.line === null ? "A step" : `The step on line ${step.line}`;
  const said = last === undefined ? "" : ` Its last words: ${last.slice(0, 300)}`;
  const missing =
    exitCode === 127
      ? " (127: a program that it calls is not in the image)"
      : exitCode === 139
        ? " (139: a program of native code crashed)"
        : "";
  const known = explainOutput(step.output);
  return {
    message: `${where} failed with exit code ${exitCode}${missing}: ${command}.${said}${known === null ? "" : ` (${known})`}`,
    line: step.line,
    exitCode,
  };
}

function explainOther(request: Parameters<typeof explainFailure>[0], error: string): BuildFailure {
  const line = request.step?.line ?? null;
  if (/no active sessions|secret .* not found/i.test(error)) {
    return { message: "Secrets and SSH keys cannot be given to a build here.", line, exitCode: null };
  }
  const where = line === null ? "The build failed" : `Line ${line} failed`;
  const known = explainOutput(error);
  const newer = newerFrontend(request.dockerfile, error);
  return {
    message: `${where}: ${error.slice(0, 1000)}${known === null ? "" : ` (${known})`}${newer}`,
    line,
    exitCode: null,
  };
}

/** A flag that the engine's own frontend does not know, where the Dockerfile asks for a newer one. */
function newerFrontend({ stages }: ParsedDockerfile, error: string): string {
  if (!/unknown flag|unexpected key|invalid chmod|invalid field/i.test(error)) return "";
  const found = stages
    .flatMap(({ instructions }) => instructions)
    .map(newerFeature)
    .find((one) => one !== null);
  const isSecret = /unexpected key 'env'/.test(error);
  if (found === undefined && !isSecret) return "";
  const { what, since } = found ?? { what: "A secret with env=", since: "1.10" };
  return ` ${what} came with Dockerfile frontend ${since}; builds here use the one that the engine has built in, which is older, and a # syntax= line does not change that.`;
}

/** Terminal escapes and other control characters have no place in a message. */
function clean(text: string): string {
  return text
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, "")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "")
    .trim();
}
