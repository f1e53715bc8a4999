import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../setup/find-free-port.ts";
import { settingsEnvironment } from "../setup/settings-environment.ts";
import type { World } from "./bench-world.ts";
import { figure } from "./figure.ts";
import type { Measure } from "./measure.ts";

const TIMES = 3;
const START_MS = 900_000;
const STOP_MS = 90_000;
const root = fileURLToPath(new URL("..", import.meta.url));

/** (e) `npm start` on a machine that has been prepared: first with an empty data folder, then again. */
export const measureStart: Measure = {
  name: "start",
  doing: "npm start to ready",
  async run(world) {
    const socket = `${world.config.SEAT_HOST_DIR}/hold.sock`;
    const heldByOthers = await isHeld(socket);
    const environment = {
      ...settingsEnvironment(world.config),
      DATA_DIR: `${world.config.DATA_DIR}/start`,
      PORT: String(await findFreePort()),
    };
    const times: number[] = [];
    for (let turn = 0; turn <= TIMES; turn += 1) {
      world.signal.throwIfAborted();
      times.push(await timeStart(world, environment));
      // The seat host is taken down a moment after its last user has gone; a start before that would join it.
      if (!heldByOthers)
        for (let tries = 0; tries < 150 && (await isHeld(socket)); tries += 1) await pause(200);
      world.report(`  ready after ${((times.at(-1) ?? 0) / 1000).toFixed(1)} s`);
    }
    const [first = NaN, ...further] = times;
    return [
      {
        measure: "Second `npm start` to ready",
        ours: figure("ms", further),
        beside: { what: "the first with an empty data folder", figure: figure("ms", [first]) },
        note: heldByOthers
          ? "The seat host was up already, held by another process."
          : "Seat host and all; images and pages were made before.",
      },
    ];
  },
};

/** Starts, waits for the last line, stops as Ctrl-C does, and waits until all of it has gone. */
async function timeStart(world: World, environment: Record<string, string>): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ["setup/start.mjs"], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(child.pid, signal);
  };
  const stop = async () => {
    kill("SIGINT");
    const late = setTimeout(() => kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(late);
  };
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-2000)));
  try {
    return await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms`)), START_MS);
      const give = () => reject(new Error("given up"));
      world.signal.addEventListener("abort", give, { once: true });
      createInterface({ input: child.stdout }).on("line", (line) => {
        said = `${said}${line}\n`.slice(-2000);
        if (/^ready\s+http/.test(line)) resolve(performance.now() - began);
      });
      child.once("error", reject);
      child.once("exit", () => {
        clearTimeout(timer);
        reject(new Error(`npm start ended before it was ready:\n${said.trim()}`));
      });
      void gone.then(() => world.signal.removeEventListener("abort", give));
    });
  } finally {
    await stop();
  }
}

/** Whether somebody holds the seat host up. */
function isHeld(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(socket);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}
