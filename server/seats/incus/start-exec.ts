import { WebSocket } from "ws";
import { z } from "zod";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { incusRequest } from "./request.ts";

/** A command that runs in an instance, with one websocket for each of its three streams and one for control. */
export interface ExecSession {
  /** Path of the operation; its end carries the exit code. */
  readonly operation: string;
  readonly control: WebSocket;
  readonly stdin: WebSocket;
  readonly stdout: WebSocket;
  readonly stderr: WebSocket;
  /** Kills the whole process group of the command. Never throws. */
  kill(): void;
  /** Drops all connections at once. Safe to call twice. */
  drop(): void;
}

export const execShape = z.object({
  metadata: z.object({ fds: z.record(z.string(), z.string()) }),
});

/** dumb-init gives the command a process group of its own and turns this signal into SIGKILL for all of it. */
const SIGUSR1 = 10;
const SIGKILL = 9;

/** Largest single message that is taken from a seat; Incus sends at most 128 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

export async function startExec(
  incus: IncusConnection,
  instance: string,
  command: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<ExecSession> {
  const answer = await incusRequest(incus, "POST", `/1.0/instances/${instance}/exec`, {
    body: {
      // Outside the seat only one process can be signalled; its children would live on.
      command: ["/usr/bin/dumb-init", "--rewrite", `${SIGUSR1}:${SIGKILL}`, "--", ...command],
      "wait-for-websocket": true,
      interactive: false,
      cwd: options.cwd ?? "/root",
      environment: { HOME: "/root", PATH: SEAT_PATH, LANG: "C.UTF-8", ...options.environment },
    },
  });
  if (answer.operation === null) throw new IncusError(0, "exec: Incus named no operation");
  const { fds } = execShape.parse(answer.metadata).metadata;
  const operation = new URL(answer.operation, incus.origin).pathname;
  const open = (name: string) => openExecSocket(incus, operation, fds[name] ?? "");
  const [control, stdin, stdout, stderr] = [open("control"), open("0"), open("1"), open("2")];
  const all = [control, stdin, stdout, stderr];
  const drop = () => {
    for (const socket of all) socket.terminate();
  };
  // Each stream's own listeners decide what an error means; without any the process would end.
  for (const socket of all) socket.on("error", () => undefined);
  const signal = (number: number) => {
    if (control.readyState === WebSocket.OPEN)
      control.send(JSON.stringify({ command: "signal", signal: number }), () => undefined);
  };
  return {
    operation,
    control,
    stdin,
    stdout,
    stderr,
    kill: () => {
      signal(SIGUSR1);
      setTimeout(() => signal(SIGKILL), 500).unref();
    },
    drop,
  };
}

/** One of the websockets of a command. `secret` is what Incus gave out for it. */
export function openExecSocket(incus: IncusConnection, operation: string, secret: string): WebSocket {
  const url = new URL(`${operation}/websocket`, incus.origin);
  url.searchParams.set("project", incus.project);
  url.searchParams.set("secret", secret);
  return new WebSocket(url, {
    agent: incus.agent,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handshakeTimeout: 15_000,
  });
}

export const SEAT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
