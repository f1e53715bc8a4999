import { spawn } from "node:child_process";
import type { ExecOptions, ExecResult } from "../core/seat/port.ts";

/** An engine that runs in namespaces of its own: what of a seat a build by the command line needs. */
export interface Inside {
  /** Its process 1, by the number that it has here. */
  readonly pid: number;
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

/** Runs a command in the namespaces and below the root of a process, as `Seat.exec` does in a seat. */
export function execInside(
  pid: number,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      "nsenter",
      ["--target", String(pid), "--mount", "--pid", "--net", "--root", "--wd=/", ...command],
      {
        env: {
          ...process.env,
          PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          HOME: "/root",
        },
        stdio: ["ignore", "pipe", "pipe"],
        ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      },
    );
    const stop = () => child.kill("SIGTERM");
    options.signal?.addEventListener("abort", stop, { once: true });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      options.signal?.removeEventListener("abort", stop);
      resolve({ exitCode: code ?? 124, stdout, stderr, truncated: false });
    });
  });
}
