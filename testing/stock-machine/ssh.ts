import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

export interface Session {
  /** Waits for a line that matches, and returns what its first group caught. Throws when the session ends before. */
  expect(pattern: RegExp, timeoutMs: number): Promise<string>;
  /** Types Ctrl-C. */
  interrupt(): void;
  /** What came so far, without carriage returns. */
  text(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  kill(): void;
}

/** What ssh is told of a machine that lives for minutes: its key is nobody's, and no other key is offered to it. */
export function sshArguments(key: string, port: number): string[] {
  return [
    ...["-F", "none", "-i", key, "-p", String(port), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
    ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"],
    ...["-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=8"],
  ];
}

/** A program at a terminal of the machine. */
export function openSession(args: readonly string[]): Session {
  const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"] });
  let text = "";
  let over = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk.replaceAll("\r", "")));
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(255));
    child.once("close", (code) => {
      over = true;
      resolve(code ?? 255);
    });
  });
  return {
    ended,
    text: () => text,
    interrupt: () => child.stdin.write("\x03"),
    kill: () => child.kill("SIGKILL"),
    expect: async (pattern, timeoutMs) => {
      for (const deadline = Date.now() + timeoutMs; ;) {
        const found = pattern.exec(text);
        if (found !== null) return found[1] ?? found[0];
        if (over) throw new Error(`it ended without ${String(pattern)}:\n${text.slice(-1500)}`);
        if (Date.now() > deadline)
          throw new Error(`no ${String(pattern)} in ${timeoutMs / 1000} s:\n${text.slice(-1500)}`);
        await pause(200);
      }
    },
  };
}
