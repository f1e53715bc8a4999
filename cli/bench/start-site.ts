import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Config } from "../../server/index.ts";
import { settingsEnvironment } from "../../setup/settings-environment.ts";

export interface RunningSite {
  /** "http://localhost:12345" */
  readonly url: string;
  readonly pid: number;
  /** From starting the process to its word that it serves. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const READY_MS = 120_000;
const STOP_MS = 15_000;
/** The end of the process's output, told when it does not come up. */
const KEPT_CHARACTERS = 4000;

/** Starts the serving process on the production build, as `npm start` does. Rejects with its last words. */
export async function startSite(config: Config, signal: AbortSignal): Promise<RunningSite> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    cwd: root,
    env: {
      ...process.env,
      ...settingsEnvironment(config),
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C goes to the bench alone, which then stops the site in its turn.
    detached: true,
  });
  let said = "";
  const keep = (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-KEPT_CHARACTERS));
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const stop = () => stopChild(child);
  try {
    const url = await waitReady(child, signal);
    return { url, pid: child.pid ?? 0, readyMs: performance.now() - began, stop };
  } catch (error) {
    await stop();
    throw new Error(`the site did not start: ${said.trim() || String(error)}`, { cause: error });
  }
}

function waitReady(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_MS} ms`)), READY_MS);
    const give = () => reject(new Error("given up"));
    signal.addEventListener("abort", give, { once: true });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`it ended with ${code ?? "a signal"}`)));
    child.on("message", (message: { type?: unknown; url?: unknown }) => {
      if (message.type !== "ready" || typeof message.url !== "string") return;
      clearTimeout(timer);
      signal.removeEventListener("abort", give);
      resolve(message.url);
    });
    child.once("close", () => clearTimeout(timer));
  });
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      resolve();
      return;
    }
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** A port that nobody listens to at this moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
