import { LineCounter, parseAllDocuments } from "yaml";
import { isExcessive } from "../compose/is-excessive.ts";
import { lintCompose } from "../compose/lint/lint-compose.ts";
import { lintPrometheus } from "../compose/lint/lint-prometheus.ts";
import { lintTabs } from "../compose/lint/yaml-tabs.ts";
import { lintContext } from "../dockerfile/lint/lint-context.ts";
import { lintDockerfile } from "../dockerfile/lint/lint-dockerfile.ts";
import { lintIgnoreFile } from "../dockerfile/lint/lint-ignore-file.ts";
import type { LintFinding, TextFile } from "./finding.ts";
import { lintLineEnds } from "./line-ends.ts";
import { lintRequirements } from "./lint-requirements.ts";
import { invalidYaml, tooLong, withoutStage } from "./unreadable-file.ts";

/** Longer files are data, and nobody writes them by hand. */
const MAX_LENGTH = 40_000;

type Judge = (path: string, text: string, files: readonly TextFile[]) => LintFinding[];

const judgeYaml =
  (judge: Judge): Judge =>
  (path, text, files) => {
    const tabs = lintTabs(text);
    // The rest of a file that is no YAML yet would be guesswork.
    if (tabs.length > 0) return tabs;
    const broken = isExcessive(text) ? tooLong(text) : yamlFault(text);
    return broken.length > 0 ? broken : judge(path, text, files);
  };

/** The first place where the text is no YAML. A template with brackets of its own is none, and not meant to be. */
function yamlFault(text: string): LintFinding[] {
  if (/\{\{|\{%|<%/.test(text)) return [];
  const counter = new LineCounter();
  const [error] = parseAllDocuments(text, {
    lineCounter: counter,
    strict: false,
    uniqueKeys: false,
    logLevel: "silent",
  }).flatMap((document) => ("errors" in document ? document.errors : []));
  if (error === undefined) return [];
  const [reason = ""] = error.message.split(/ at line |\n/);
  return invalidYaml(Math.max(1, counter.linePos(error.pos[0]).line), reason.slice(0, 120));
}

/** What no longer is one, or only goes with one: a page about it, a template of another program. */
const notBuilt =
  /\.(md|txt|rst|html|json|ya?ml|j2|jinja2?|tmpl|tpl|template|erb|mustache|hbs|py|js|mjs|ts|go|sh|swp|orig|rej|lock|sha\d*)$|~$/;

const judgeDockerfile: Judge = (path, text, files) =>
  lintContext(text) === null ? withoutStage(text) : lintDockerfile(text, files, path);

/** By the file's name in lower case; the first that fits. */
const judges: readonly (readonly [RegExp, Judge])[] = [
  [/\.dockerignore$/, (_path, text, files) => lintIgnoreFile(text, files)],
  [/^(dockerfile|containerfile)([.-]|$)|\.(dockerfile|containerfile)$/, judgeDockerfile],
  [/^requirements[\w.-]*\.(txt|in)$/, (_path, text) => lintRequirements(text)],
  [/^(docker-)?compose(\.[\w.-]+)?\.ya?ml$/, judgeYaml(lintCompose)],
  [/^prometheus[\w.-]*\.ya?ml$/, judgeYaml((_path, text, files) => lintPrometheus(text, files))],
  [/\.ya?ml$/, judgeYaml(() => [])],
];

function judgeOf(path: string): Judge | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const found = judges.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  return found === judgeDockerfile && notBuilt.test(name) ? null : found;
}

/** Whether there is any rule for a file. */
export function isJudged(path: string, text: string): boolean {
  return judgeOf(path) !== null || (text.length <= MAX_LENGTH && text.includes("\r\n"));
}

/** Some list of things: only what Compose and Prometheus read has practices. */
const isDataYaml = (path: string): boolean =>
  /\.ya?ml$/i.test(path) && !/(^|\/)((docker-)?compose|prometheus)[^/]*$/i.test(path);

/**
 * What there is to say of one file, top to bottom; `files` is the whole workspace, because some rules look at
 * two files. Chosen by the file's name; of most files there is nothing to say. Never throws.
 */
export function adviseFile(path: string, files: readonly TextFile[]): LintFinding[] {
  const text = files.find((file) => file.path === path)?.content;
  if (text === undefined || !isJudged(path, text)) return [];
  if (text.length > MAX_LENGTH) return isDataYaml(path) ? [] : tooLong(text);
  return [...lintLineEnds(path, text), ...(judgeOf(path)?.(path, text, files) ?? [])].sort(
    (a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn,
  );
}
