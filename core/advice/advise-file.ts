import { lintCompose } from "../compose/lint/lint-compose.ts";
import { lintPrometheus } from "../compose/lint/lint-prometheus.ts";
import { lintTabs } from "../compose/lint/yaml-tabs.ts";
import { lintIgnoreFile } from "../dockerfile/lint/lint-ignore-file.ts";
import { lintDockerfile } from "../dockerfile/lint/lint-dockerfile.ts";
import type { LintFinding, TextFile } from "./finding.ts";
import { lintLineEnds } from "./line-ends.ts";
import { lintRequirements } from "./lint-requirements.ts";

/** Longer files are data, and nobody writes them by hand. */
const MAX_LENGTH = 40_000;

type Judge = (path: string, text: string, files: readonly TextFile[]) => LintFinding[];

const judgeYaml =
  (judge: Judge): Judge =>
  (path, text, files) => {
    const tabs = lintTabs(text);
    // The rest of a file that is no YAML yet would be guesswork.
    return tabs.length > 0 ? tabs : judge(path, text, files);
  };

/** By the file's name in lower case; the first that fits. */
const judges: readonly (readonly [RegExp, Judge])[] = [
  [/\.dockerignore$/, (_path, text, files) => lintIgnoreFile(text, files)],
  [/^(dockerfile|containerfile)(\.|$)/, (_path, text, files) => lintDockerfile(text, files)],
  [/^requirements[\w.-]*\.(txt|in)$/, (_path, text) => lintRequirements(text)],
  [/^(docker-)?compose(\.[\w.-]+)?\.ya?ml$/, judgeYaml(lintCompose)],
  [/^prometheus[\w.-]*\.ya?ml$/, judgeYaml((_path, text, files) => lintPrometheus(text, files))],
  [/\.ya?ml$/, judgeYaml(() => [])],
];

function judgeOf(path: string): Judge | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return judges.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Whether there is any rule for a file. */
export function isJudged(path: string, text: string): boolean {
  return text.length <= MAX_LENGTH && (judgeOf(path) !== null || text.includes("\r\n"));
}

/**
 * What there is to say of one file, top to bottom; `files` is the whole workspace, because some rules look at
 * two files. Chosen by the file's name; of most files there is nothing to say. Never throws.
 */
export function adviseFile(path: string, files: readonly TextFile[]): LintFinding[] {
  const text = files.find((file) => file.path === path)?.content;
  if (text === undefined || !isJudged(path, text)) return [];
  return [...lintLineEnds(path, text), ...(judgeOf(path)?.(path, text, files) ?? [])].sort(
    (a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn,
  );
}
