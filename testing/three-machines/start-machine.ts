import { type ChildProcess, spawn } from "node:child_process";
import { readlink } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Config } from "../../server/config.ts";
import { runCommand } from "../../setup/run-command.ts";
import { settingsEnvironment } from "../../setup/settings-environment.ts";
import { LAN } from "./lan.ts";
import { type MachinePlan, saidShape } from "./protocol.ts";

export interface Machine {
  readonly name: string;
  /** The power cut: every process in it is gone at once. Resolves when they are. */
  kill(): Promise<void>;
  /** The cable, out or in. */
  plug(isIn: boolean): Promise<void>;
  /** Stops it in good order. Safe after `kill`. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = fileURLToPath(new URL("machine.ts", import.meta.url));
const STOP_MS = 60_000;
/** Waits for its cable, then has its address on it. */
const ENTER = `ip link set lo up
until ip link show lan > /dev/null 2>&1; do sleep 0.05; done
ip address add "$1" dev lan && ip link set lan up && shift && exec "$@"`;

/**
 * Starts a machine in namespaces of its own, its cable in the bridge that `layLan` has made. Resolves when its seat
 * host is prepared; what went wrong is an error with its last words.
 */
export async function startMachine(
  name: string,
  plan: MachinePlan,
  config: Config,
  report: (line: string) => void,
): Promise<Machine> {
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--uts", "--fork"],
      ...["--kill-child=KILL", "--mount-proc", "sh", "-c", `hostname ${name}; ${ENTER}`, "sh"],
      ...[config.SEAT_HOST_ADDRESS, process.execPath, "--import", "tsx", main, JSON.stringify(plan)],
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
  child.stdin.on("error", () => undefined);
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const machine: Machine = {
    name,
    kill,
    plug: async (isIn) => {
      await runCommand("ip", ["link", "set", cableOf(name), isIn ? "up" : "down"]);
    },
    stop: async () => {
      child.stdin.end();
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
  const last: string[] = [];
  try {
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const said = saidShape.parse(JSON.parse(line));
        if (said.type === "ready") resolve();
        else if (said.type === "failed") reject(new Error([...last.slice(-8), said.message].join("\n")));
        else {
          last.push(said.line);
          report(`${name}: ${said.line}`);
        }
      });
      void ended.then(() => reject(new Error([`${name} ended`, ...last.slice(-8)].join("\n"))));
    });
    ready.catch(() => undefined);
    await layCable(name, child);
    await ready;
    return machine;
  } catch (error) {
    await machine.stop();
    throw error;
  }
}

const cableOf = (name: string) => `to-${name}`;

/** From the bridge into the machine's network namespace, which is there a moment after its process. */
async function layCable(name: string, child: ChildProcess): Promise<void> {
  const ours = await readlink("/proc/self/ns/net");
  const theirs = () => readlink(`/proc/${child.pid ?? 0}/ns/net`).catch(() => ours);
  for (let attempt = 0; (await theirs()) === ours; attempt += 1) {
    if (attempt > 100) throw new Error(`${name} does not enter its namespaces`);
    await pause(50);
  }
  const cable = cableOf(name);
  await runCommand("ip", ["link", "delete", cable]).catch(() => undefined);
  const far = ["peer", "name", "lan", "netns", String(child.pid)];
  await runCommand("ip", ["link", "add", cable, "type", "veth", ...far]);
  await runCommand("ip", ["link", "set", cable, "master", LAN.bridge, "up"]);
}
