import type { LintFinding } from "../../advice/finding.ts";
import { type StageState, walkStages } from "../walk-stages.ts";
import { type LintContext, rangeOfLine } from "./lint-context.ts";
import { mountsOf } from "./mounts.ts";
import { programName, type ShellCommand, stepCommands } from "./shell-commands.ts";
import { stepShell } from "./step-shell.ts";

interface Cache {
  readonly rule: "uv-cache" | "conda-cache" | "apk-cache" | "yum-cache";
  readonly hadolint: string | null;
  readonly message: string;
  readonly why: string;
  /** Whether the command fills it. */
  readonly fills: (command: ShellCommand) => boolean;
  /** Words of the same command that keep it empty. */
  readonly without: RegExp;
  /** A setting that keeps it empty. */
  readonly setting: RegExp | null;
  /** Whether another command of the step empties it. */
  readonly empties: (command: ShellCommand) => boolean;
  /** Targets of cache mounts that take it. */
  readonly mount: RegExp;
}

const is = (command: ShellCommand, program: RegExp, ...actions: string[]): boolean =>
  program.test(programName(command[0] ?? "")) &&
  actions.some((action) => {
    const [first = "", second] = action.split(" ");
    const words = command.slice(1).filter((word) => !word.startsWith("-"));
    return words[0] === first && (second === undefined || words[1] === second);
  });
const removes = (command: ShellCommand, folder: RegExp): boolean =>
  command[0] === "rm" && command.some((word) => folder.test(word));

const caches: readonly Cache[] = [
  {
    rule: "uv-cache",
    hadolint: null,
    message: "uv's cache stays in the layer",
    why: "uv keeps what it downloaded in /root/.cache/uv, and the running container never uses it. Add --no-cache, set UV_NO_CACHE=1, or mount a cache with --mount=type=cache,target=/root/.cache/uv.",
    fills: (command) => is(command, /^uv$/, "sync", "add", "pip install", "pip sync", "tool install"),
    without: /^(?:--no-cache|-n|--cache-dir(?:=.*)?|--dry-run|--help)$/,
    setting: /^UV_(?:NO_CACHE|CACHE_DIR)$/,
    empties: (command) =>
      is(command, /^uv$/, "cache clean", "cache prune") || removes(command, /\.cache(?:\/uv)?\/?\*?$/),
    mount: /cache|uv|^\/root\/?$/,
  },
  {
    rule: "conda-cache",
    hadolint: null,
    message: "conda's downloads stay in the layer",
    why: "conda keeps every package that it downloaded beside the installed one. End the same RUN with && conda clean -afy.",
    fills: (command) =>
      is(command, /^(?:conda|mamba|micromamba)$/, "install", "create", "env create", "env update", "update"),
    without: /^--dry-run$/,
    setting: /^CONDA_PKGS_DIRS$/,
    empties: (command) =>
      is(command, /^(?:conda|mamba|micromamba)$/, "clean") || removes(command, /\/pkgs(?:\/.*)?$/),
    mount: /pkgs|conda|cache/,
  },
  {
    rule: "apk-cache",
    hadolint: "DL3019",
    message: "apk's package index stays in the layer",
    why: "apk keeps the index that it downloaded in /var/cache/apk. Add --no-cache to apk add.",
    fills: (command) => is(command, /^apk$/, "add") && !command.includes("del"),
    without: /^(?:--no-cache|--no-network|--simulate|-s)$/,
    setting: null,
    empties: (command) => removes(command, /\/var\/cache|\/var\/cache\/apk|\/etc\/apk\/cache/),
    mount: /apk|\/var\/cache/,
  },
  {
    rule: "yum-cache",
    hadolint: "DL3040",
    message: "The downloaded packages and lists stay in the layer",
    why: "dnf and yum keep what they downloaded in /var/cache. End the same RUN with && dnf clean all.",
    fills: (command) =>
      is(command, /^(?:dnf|yum|microdnf)$/, "install", "update", "upgrade", "groupinstall", "localinstall"),
    without: /^--downloadonly$/,
    setting: null,
    empties: (command) => is(command, /^(?:dnf|yum|microdnf)$/, "clean") || removes(command, /\/var\/cache/),
    mount: /dnf|yum|\/var\/cache/,
  },
];

/** Installers that leave what they downloaded in a layer of the image; pip and apt have rules of their own. */
export function packageCaches(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  const inImage = new Set(context.chain.instructions.map(({ line }) => line));
  walkStages(context.dockerfile, (_stage, instruction, state) => {
    if (instruction.keyword !== "RUN" || !inImage.has(instruction.line)) return;
    const commands = stepCommands(context, instruction);
    for (const cache of caches) {
      const guilty = commands.find(
        ({ words }) => cache.fills(words) && !words.some((word) => cache.without.test(word)),
      );
      if (guilty === undefined || commands.some(({ words }) => cache.empties(words))) continue;
      if (
        isSet(cache, state) ||
        (cache.setting !== null &&
          commands.some(({ written }) => written.assignments.some(({ name }) => cache.setting?.test(name))))
      )
        continue;
      // What is not understood, or a variable for options, may do it.
      if (guilty.parts.some(({ value }) => /^\$\{?\w*(?:opt|arg|flag)/i.test(value))) continue;
      const isMounted = mountsOf(instruction).some(
        (mount) =>
          mount.get("type") !== "bind" && cache.mount.test(mount.get("target") ?? mount.get("dst") ?? ""),
      );
      if (isMounted) continue;
      const [first] = guilty.parts;
      findings.push({
        rule: cache.rule,
        hadolint: cache.hadolint,
        severity: "warning",
        range:
          first === undefined
            ? rangeOfLine(context, instruction.line)
            : stepShell(context, instruction).rangeOf(first),
        message: cache.message,
        why: cache.why,
        fix: null,
      });
    }
  });
  return findings;
}

const isSet = ({ setting }: Cache, { variables }: StageState): boolean =>
  setting !== null &&
  [...variables].some(
    ([name, value]) => setting.test(name) && value !== "" && value !== "0" && value !== "false",
  );
