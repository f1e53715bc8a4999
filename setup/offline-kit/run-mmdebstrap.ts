import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { AppError } from "../../core/errors.ts";
import { retry } from "../retry.ts";
import type { AptSources } from "./find-apt-sources.ts";

export interface MmdebstrapOptions {
  /** What is being made, as the progress lines say it. */
  readonly title: string;
  readonly sources: AptSources;
  readonly variant: "minbase" | "apt" | "extract";
  readonly include: readonly string[];
  /** Shell commands; "$1" is the root folder. */
  readonly hooks: readonly { readonly when: "extract" | "customize"; readonly command: string }[];
  readonly dpkgOptions?: readonly string[];
  /** Where the tar goes; without it nothing is kept but what hooks copied out. */
  readonly target?: string;
  /** Folder on a disk with room for the unpacked system. */
  readonly workFolder: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

const ATTEMPTS = 3;
const MERGED_USR = "/usr/share/mmdebstrap/hooks/merged-usr";
/** A slim image has neither manuals nor translations, and keeps licences. */
const SLIM = [
  "path-exclude=/usr/share/doc/*",
  "path-include=/usr/share/doc/*/copyright",
  "path-exclude=/usr/share/man/*",
  "path-exclude=/usr/share/info/*",
  "path-exclude=/usr/share/locale/*",
];

/**
 * Runs mmdebstrap (root). Tries the whole again when it fails, because a mirror that does not answer for a moment is
 * the usual reason. Throws AppError whose cause has the last lines of its log.
 */
export async function runMmdebstrap(options: MmdebstrapOptions): Promise<void> {
  const { title, signal } = options;
  const report = (line: string) => options.report(`${title}: ${line}`);
  try {
    await retry(() => runOnce(options), { times: ATTEMPTS, report, ...(signal ? { signal } : {}) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AppError("INTERNAL", {
      message: `mmdebstrap failed for ${title}`,
      userMessage:
        `${title} could not be made from Debian's packages. Check that the Debian mirror answers ` +
        "(apt-get update) and that the disk is not full, then start again; finished parts are kept.",
      cause,
    });
  }
}

export function mmdebstrapArguments(options: MmdebstrapOptions): string[] {
  const merged = options.variant === "extract" ? [] : [`--hook-dir=${MERGED_USR}`];
  return [
    "--mode=root",
    `--variant=${options.variant}`,
    "--skip=output/dev",
    `--format=${options.target === undefined ? "null" : "tar"}`,
    `--include=${options.include.join(",")}`,
    ...merged,
    '--aptopt=APT::Install-Recommends "false"',
    '--aptopt=Acquire::Retries "5"',
    ...options.sources.options.map((option) => `--aptopt=${option}`),
    ...[...SLIM, ...(options.dpkgOptions ?? [])].map((option) => `--dpkgopt=${option}`),
    ...options.hooks.map((hook) => `--${hook.when}-hook=${hook.command}`),
    "bookworm",
    options.target ?? "-",
    ...options.sources.lines,
  ];
}

async function runOnce(options: MmdebstrapOptions): Promise<void> {
  options.signal?.throwIfAborted();
  // Detached, to be stopped as one group; setpriv, so that it does not outlive a parent that was killed.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "mmdebstrap", ...mmdebstrapArguments(options)], {
    // A clean environment: pip's, apt's and Python's variables of the caller would reach the hooks.
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      LC_ALL: "C.UTF-8",
      TMPDIR: options.workFolder,
      DEBIAN_FRONTEND: "noninteractive",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => {
    // The whole group: apt and the hooks are its children, and mmdebstrap removes its folder on TERM.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
  };
  options.signal?.addEventListener("abort", stop, { once: true });
  const lastLines: string[] = [];
  const read = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > 30) lastLines.shift();
    const step = /^I: (.*)\.\.\.$/.exec(line)?.[1] ?? /^(wheel \d+\/\d+ \S+)/.exec(line)?.[1];
    if (step !== undefined && !/^(running --|cleaning|removing|creating tarball)/.test(step))
      options.report(`${options.title}: ${step}`);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", read);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
    if (exitCode !== 0) throw new Error(`mmdebstrap ended with ${exitCode}:\n${lastLines.join("\n")}`);
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}
