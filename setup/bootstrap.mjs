// Plain JavaScript without dependencies: this is what runs in a fresh clone, before anything is installed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { installPackagesOf } from "./install-packages.mjs";
import { isStopped, root, run } from "./run-program.mjs";

export { root };
const stamp = `${root}node_modules/.drydock-lock`;
const ATTEMPTS = 4;

/** Stops with a sentence where Node is too old for what follows. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Drydock needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

/**
 * Installs the npm packages when node_modules is not what package-lock.json says. Output goes to stderr.
 * @param least "run": what a command needs that neither builds nor tests; "all": everything
 */
export async function installPackages(say, least = "all") {
  // A developer's tools are not taken away by a command that does without them.
  const needs = least === "run" && existsSync(`${root}node_modules/vitest`) ? "all" : least;
  const lock = createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .update(process.versions.modules)
    .digest("hex");
  const found = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (found === lock || (needs === "run" && found === `${lock} run`)) return;
  for (let attempt = 1; ; attempt += 1) {
    say(
      attempt === 1 ? "npm ci (packages of package-lock.json)" : `npm ci, attempt ${attempt} of ${ATTEMPTS}`,
    );
    const code = await installPackagesOf(needs === "run" ? ["--omit=dev"] : [], say);
    if (code === 0) break;
    if (isStopped() || attempt >= ATTEMPTS) {
      process.stderr.write(
        "npm ci failed. Is the npm registry within reach? Start again to try once more.\n",
      );
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 2000 * attempt));
  }
  writeFileSync(stamp, needs === "run" ? `${lock} run` : lock);
}

/** Runs a TypeScript file of the repository with its arguments; stdout is ours. */
export function runTypeScript(file, args = []) {
  return run(process.execPath, ["--import", "tsx", file, ...args], { stdout: "inherit" });
}
