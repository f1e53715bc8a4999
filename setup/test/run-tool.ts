import { spawn } from "node:child_process";

export interface ToolOptions {
  readonly root: string;
  /** The Node that runs it; without, the one that runs this. */
  readonly node?: string;
  readonly signal: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
  /** Collect stdout instead of showing it. */
  readonly capture?: boolean;
}

/** Runs a Node program of the repository, showing what it says. Returns its exit code, and stdout when captured. */
export function runTool(
  file: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [file, ...args], {
      cwd: options.root,
      env: { ...process.env, NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", ...options.environment },
      stdio: ["ignore", options.capture === true ? "pipe" : "inherit", "inherit"],
    });
    const onAbort = () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
    };
    options.signal.addEventListener("abort", onAbort, { once: true });
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      options.signal.removeEventListener("abort", onAbort);
      resolve({ code: code ?? 1, stdout });
    });
  });
}
