import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { hashInputs } from "./hash-inputs.ts";
import { runCommand } from "./run-command.ts";

/** What the built pages are made from. */
const INPUTS = [
  "app",
  "components",
  "core",
  "server",
  "public",
  "proxy.ts",
  "next.config.mjs",
  "tsconfig.json",
];
const STAMP = ".next/drydock-stamp";

interface BuildOptions {
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Builds the editor's bundle when its inputs changed since the last build. */
export async function buildEditor(root: string, options: BuildOptions): Promise<void> {
  // It keeps what it has built by the hash of its own inputs.
  await run(root, ["components/editor/build-editor.mjs"], /./, options);
}

/** Builds editor and pages when their inputs changed since the last build; otherwise does nothing. */
export async function buildSite(root: string, options: BuildOptions): Promise<void> {
  await buildEditor(root, options);
  const lock = await readFile(path.join(root, "package-lock.json"), "utf8");
  const hash = await hashInputs(
    INPUTS.map((name) => path.join(root, name)),
    [lock],
  );
  const stamp = path.join(root, STAMP);
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return;
  options.report("building the pages (next build)");
  const next = ["node_modules/next/dist/bin/next", "build"];
  await run(root, next, /Compil|Collecting|Generating|Finaliz|Finished|rror/, options);
  await writeFile(stamp, hash);
}

async function run(
  root: string,
  args: readonly string[],
  show: RegExp,
  { report, signal }: BuildOptions,
): Promise<void> {
  await runCommand(process.execPath, args, {
    cwd: root,
    environment: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    onLine: (line) => {
      if (show.test(line)) report(line.trim());
    },
    ...(signal === undefined ? {} : { signal }),
  });
}
