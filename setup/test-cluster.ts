/*
 * `npm run test:cluster`, as root: three machines in namespaces, one cluster, and the tests in e2e/cluster against
 * it. The machine's own seat host is held up meanwhile, because the first of the three gets its images from there.
 * All processes are in one process namespace, so that nothing of them outlives this one, however it ends.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig, seatHostDirectory } from "../server/config.ts";
import { prepareSeatHost } from "./prepare-machine.ts";
import { settingsEnvironment } from "./settings-environment.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
const given = readConfig();
const config = { ...given, SEAT_HOST_DIR: path.resolve(seatHostDirectory(given)) };
const report = (line: string) => void process.stdout.write(`${line}\n`);

const hold = await prepareSeatHost({ config, report, signal: stop.signal });
if (hold === null) process.exitCode = 2;
else {
  process.exitCode = await runTests().finally(() => hold.release());
}

function runTests(): Promise<number> {
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child=KILL"],
      ...["--mount-proc", process.execPath, "node_modules/vitest/vitest.mjs", "run", "--project", "cluster"],
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, ...settingsEnvironment(config) } },
  );
  stop.signal.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}
