import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findFreePort } from "../find-free-port.ts";
import { countVitest } from "./count-reports.ts";
import { atLeastOneFailure, readReport, withReport } from "./read-report.ts";
import { runTool } from "./run-tool.ts";
import type { Counts } from "./stage.ts";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const START_MS = 600_000;

export interface TryNodeOptions {
  /** What npm understands: 22, 24.1, … */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Installs, builds, starts and tests a copy of the commit's files under one version of Node. */
export async function tryNode({ version, signal, say }: TryNodeOptions): Promise<Counts> {
  const work = await mkdtemp(path.join(tmpdir(), "drydock-node-"));
  try {
    // The site's user enters it, too.
    await chmod(work, 0o755);
    const copy = path.join(work, "clone");
    const bin = await fetchNode(path.join(work, "node"), version, signal);
    await copyCommit(copy);
    const environment = {
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      DATA_DIR: path.join(work, "data"),
      SEAT_HOST: "none",
      DATABASE_URL: "",
    };
    const node = path.join(bin, "node");
    say((await execute(node, ["--version"])).stdout.trim());
    const started = await startOnce(node, copy, environment, signal, say);
    const tested = await withReport(async (report) => {
      const { code } = await runTool(
        "node_modules/vitest/vitest.mjs",
        ["run", "--project", "unit", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`],
        { root: copy, node, signal, environment },
      );
      return atLeastOneFailure(code, countVitest(await readReport(report)));
    });
    return {
      ...tested,
      passed: tested.passed + (started ? 1 : 0),
      failed: tested.failed + (started ? 0 : 1),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The folder with `node` in it, from the registry's package of this machine's kind. */
async function fetchNode(directory: string, version: string, signal: AbortSignal): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  await mkdir(directory, { recursive: true });
  await execute(
    "npm",
    ["install", "--prefix", directory, "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`],
    { signal },
  );
  return path.join(directory, "node_modules", name, "bin");
}

/** The files that git knows, as they are now. */
async function copyCommit(copy: string): Promise<void> {
  const { stdout } = await execute("git", ["-C", root, "ls-files", "-z"], { maxBuffer: 64 * 1024 * 1024 });
  // One that is deleted and not yet committed is not there.
  const files = stdout.split("\0").filter((file) => file !== "" && existsSync(path.join(root, file)));
  for (const file of files) await cp(path.join(root, file), path.join(copy, file));
}

/** Whether `npm start` gets as far as a page that can be read. */
async function startOnce(
  node: string,
  copy: string,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<boolean> {
  const port = await findFreePort();
  const child = spawn(node, ["setup/start.mjs"], {
    cwd: copy,
    env: { ...process.env, ...environment, PORT: `${port}` },
    stdio: ["ignore", "pipe", "inherit"],
    signal,
  });
  const ended = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
  });
  try {
    const ready = await Promise.race([
      new Promise<boolean>((resolve) => {
        let text = "";
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
          text = (text + chunk).slice(-4000);
          if (/^ready\b/m.test(text)) resolve(true);
        });
      }),
      ended.then(() => false),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), START_MS).unref()),
    ]);
    if (!ready) {
      say("the site does not come up");
      return false;
    }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal });
    const isPage = answer.status === 200 && (await answer.text()).includes("<main");
    say(isPage ? "a page is served" : `GET / answers ${answer.status}`);
    return isPage;
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
