import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Config } from "../../server/config.ts";
import { settingsEnvironment } from "../../setup/settings-environment.ts";
import { ADDRESS } from "./names.ts";
import { type Plan, saidShape } from "./protocol.ts";

export interface Running {
  /** What its seat host said on the way up. */
  readonly lines: readonly string[];
  /** "STATUS URL" of every request that its servers were sent; grows. */
  readonly requests: readonly string[];
  /** From now on the registries answer nobody. */
  silence(): void;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = fileURLToPath(new URL("main.ts", import.meta.url));
/** An address on a loopback that no other process sees, and a resolver that only its own descendants ask. */
const ENTER = `ip link set lo up && ip address add ${ADDRESS}/32 dev lo &&
mount --bind "$1" "$(readlink -f /etc/resolv.conf)" && shift && exec "$@"`;

/** Starts it in namespaces of its own. Resolves when seats can be had; what it was told wrong is an error. */
export async function startTinyInternet(plan: Plan, config: Config): Promise<Running> {
  const resolver = path.join(plan.directory, "tiny-resolv.conf");
  await writeFile(resolver, `nameserver ${ADDRESS}\n`);
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "unshare", "--mount", "--net", "--fork", "--kill-child=KILL"],
      ...["sh", "-c", ENTER, "sh", resolver],
      ...[process.execPath, "--import", "tsx", main, JSON.stringify(plan)],
    ],
    {
      cwd: root,
      env: { ...process.env, ...settingsEnvironment(config) },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    child.stdin.end();
    const late = setTimeout(() => child.kill("SIGKILL"), 40_000);
    await ended;
    clearTimeout(late);
  };
  const lines: string[] = [];
  const requests: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = saidShape.parse(JSON.parse(line));
      if (said.type === "progress") lines.push(said.line);
      else if (said.type === "request") requests.push(`${said.status} ${said.url}`);
      else if (said.type === "ready") resolve();
      else reject(new Error([...lines.slice(-8), said.message].join("\n")));
    });
    void ended.then(() => reject(new Error(["it ended", ...lines.slice(-8)].join("\n"))));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { lines, requests, silence: () => void child.stdin.write("silence\n"), stop };
}
