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

/** Builds editor and pages when their inputs changed since the last build; otherwise does nothing. */
export async function buildSite(
  root: string,
  options: { readonly report: (line: string) => void; readonly signal?: AbortSignal },
): Promise<void> {
  const { report, signal } = options;
  const run = (args: readonly string[], show: RegExp) =>
    runCommand(process.execPath, args, {
      cwd: root,
      environment: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
      onLine: (line) => {
        if (show.test(line)) report(line.trim());
      },
      ...(signal === undefined ? {} : { signal }),
    });
  // It keeps what it has built by the hash of its own inputs.
  await run(["components/editor/build-editor.mjs"], /./);
  const lock = await readFile(path.join(root, "package-lock.json"), "utf8");
  const hash = await hashInputs(
    INPUTS.map((name) => path.join(root, name)),
    [lock],
  );
  const stamp = path.join(root, STAMP);
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return;
  report("building the pages (next build)");
  await run(
    ["node_modules/next/dist/bin/next", "build"],
    /Compil|Collecting|Generating|Finaliz|Finished|rror/,
  );
  await writeFile(stamp, hash);
}
