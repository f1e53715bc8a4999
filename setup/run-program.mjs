// Plain JavaScript without dependencies: this is what runs in a fresh clone, before anything is installed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * tsx and Node keep compiled code in folders of /tmp with known names. Whoever makes such a folder first decides what
 * root runs, so root goes without.
 */
const own = process.getuid?.() === 0 ? { TSX_DISABLE_CACHE: "1", NODE_DISABLE_COMPILE_CACHE: "1" } : {};

let stopped = false;

/** Whether somebody has asked this process to end. */
export const isStopped = () => stopped;

/** Runs a program in the repository, its stdout on our stderr; hands signals on. Resolves with its exit code. */
export function run(program, args, { stdout = "stderr", cwd = root, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ["inherit", stdout === "inherit" ? "inherit" : 2, "inherit"],
      env: { ...env, NEXT_TELEMETRY_DISABLED: "1", npm_config_update_notifier: "false", ...own },
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
