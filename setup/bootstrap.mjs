// Plain JavaScript without dependencies: this is what runs in a fresh clone, before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = `${root}node_modules/.drydock-lock`;
const ATTEMPTS = 4;

/** Stops with a sentence where Node is too old for what follows. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Drydock needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

/** Installs the npm packages when node_modules is not what package-lock.json says. Output goes to stderr. */
export async function installPackages(say) {
  const lock = createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .update(process.versions.modules)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  for (let attempt = 1; ; attempt += 1) {
    say(
      attempt === 1 ? "npm ci (packages of package-lock.json)" : `npm ci, attempt ${attempt} of ${ATTEMPTS}`,
    );
    const code = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (code === 0) break;
    if (stopped || attempt >= ATTEMPTS) {
      process.stderr.write(
        "npm ci failed. Is the npm registry within reach? Start again to try once more.\n",
      );
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 2000 * attempt));
  }
  writeFileSync(stamp, lock);
}

/**
 * tsx and Node keep compiled code in folders of /tmp with known names. Whoever makes such a folder first decides what
 * root runs, so root goes without.
 */
const own = process.getuid?.() === 0 ? { TSX_DISABLE_CACHE: "1", NODE_DISABLE_COMPILE_CACHE: "1" } : {};

let stopped = false;

/** Runs a program in the repository, its stdout on our stderr; hands signals on. Resolves with its exit code. */
export function run(program, args, { stdout = "stderr" } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["inherit", stdout === "inherit" ? "inherit" : 2, "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", npm_config_update_notifier: "false", ...own },
    });
    // A terminal sends Ctrl-C to the whole group; somebody else's kill reaches only this process.
    const hand = (signal) => {
      stopped = true;
      if (!process.stdin.isTTY || signal !== "SIGINT") child.kill(signal);
    };
    const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [signal, () => hand(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    child.on("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(code ?? (signal === null ? 1 : 130));
    });
  });
}

/** Runs a TypeScript file of the repository with its arguments; stdout is ours. */
export function runTypeScript(file, args = []) {
  return run(process.execPath, ["--import", "tsx", file, ...args], { stdout: "inherit" });
}
