import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** What `signal` sends; default SIGTERM. */
  readonly killSignal?: NodeJS.Signals;
  /** Called with each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

/** The end of a failing command's output that goes into the message of its error. */
const KEPT_CHARACTERS = 4000;

/** Runs a program to its end. Returns its stdout; throws with the end of its output when it fails. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: "C", ...options.environment },
      stdio: ["pipe", "pipe", "pipe"],
      signal: options.signal,
      killSignal: options.killSignal ?? "SIGTERM",
    });
    let stdout = "";
    let all = "";
    let rest = "";
    const take = (chunk: string) => {
      all = (all + chunk).slice(-KEPT_CHARACTERS);
      if (options.onLine === undefined) return;
      const lines = (rest + chunk).split(/\r?\n|\r/);
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") options.onLine(line);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          new Error(`${program} ${args.slice(0, 3).join(" ")} ended with ${code ?? signal}:\n${all.trim()}`),
        );
    });
  });
}
