import type { RawData, WebSocket } from "ws";
import type { ExecOptions, ExecResult } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { retryUnstarted } from "./retry-unstarted.ts";
import { startExec } from "./start-exec.ts";
import { waitOperation } from "./wait-operation.ts";

const DEFAULT_MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 120_000;
/** What `timeout(1)` answers, so that callers need to know one number only. */
const TIMED_OUT_EXIT = 124;
/** How long a killed command may take to be reported gone before we stop waiting. */
const KILL_GRACE_MS = 3_000;
/** A background child may hold the streams open after the command has ended. */
const DRAIN_MS = 10_000;
const INPUT_CHUNK_BYTES = 64 * 1024;

/** Runs a command as root in an instance and collects what it says, bounded in bytes and time. */
export function execInInstance(
  incus: IncusConnection,
  instance: string,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  return retryUnstarted(() => execOnce(incus, instance, command, options), options.signal);
}

async function execOnce(
  incus: IncusConnection,
  instance: string,
  command: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const session = await startExec(incus, instance, command, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
  });
  const maxBytes = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  let stopped = null as "timeout" | "truncated" | "cancelled" | null;
  let giveUp: NodeJS.Timeout | undefined;
  let abandon: (reason: Error) => void = () => undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    abandon = reject;
  });
  abandoned.catch(() => undefined);

  const stop = (why: "timeout" | "truncated" | "cancelled") => {
    if (stopped !== null) return;
    stopped = why;
    session.kill();
    giveUp = setTimeout(() => abandon(new IncusError(504, "the killed command did not end")), KILL_GRACE_MS);
  };
  const onAbort = () => stop("cancelled");
  const take = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
    if (stopped !== null) return;
    const room = maxBytes - bytes;
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
    bytes += part.length;
    kept[stream].push(part);
    options.onOutput?.(part, stream);
    if (chunk.length > room) stop("truncated");
  };

  const timer = setTimeout(() => stop("timeout"), timeoutMs);
  const ended = waitOperation(incus, session.operation, { timeoutMs: timeoutMs + KILL_GRACE_MS + 5_000 });
  try {
    if (options.signal?.aborted === true) onAbort();
    options.signal?.addEventListener("abort", onAbort, { once: true });
    const drained = Promise.all([
      readToEnd(session.stdout, take("stdout")),
      readToEnd(session.stderr, take("stderr")),
    ]);
    drained.catch(() => undefined);
    session.stdin.once("open", () => void sendInput(session.stdin, options.input ?? ""));
    const operation = await Promise.race([ended, abandoned]);
    await Promise.race([drained, wait(DRAIN_MS)]);
    const code = Number(operation.metadata?.["return"] ?? -1);
    return result(code);
  } catch (error) {
    ended.catch(() => undefined);
    if (stopped !== null && error instanceof IncusError) return result(137);
    const code = error instanceof IncusError ? missingCommand(error) : null;
    if (code !== null) return result(code);
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(giveUp);
    options.signal?.removeEventListener("abort", onAbort);
    session.drop();
  }

  function result(code: number): ExecResult {
    return {
      exitCode: stopped === "timeout" ? TIMED_OUT_EXIT : stopped !== null && code === 0 ? 137 : code,
      stdout: Buffer.concat(kept.stdout).toString("utf8"),
      stderr: Buffer.concat(kept.stderr).toString("utf8"),
      truncated: stopped === "truncated",
    };
  }
}

/** Incus takes the exit codes 126 and 127 for an error of its own. They are the command's. */
function missingCommand(error: IncusError): number | null {
  if (/Command not found/.test(error.message)) return 127;
  return /Command not executable/.test(error.message) ? 126 : null;
}

/** Incus marks the end of a stream by an empty text message. */
function readToEnd(socket: WebSocket, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on("message", (data: RawData, isBinary: boolean) => {
      if (isBinary) take(data as Buffer);
      else resolve();
    });
    socket.on("close", () => resolve());
    socket.on("error", reject);
  });
}

async function sendInput(socket: WebSocket, input: Uint8Array | string): Promise<void> {
  const bytes = Buffer.from(input);
  for (let at = 0; at < bytes.length; at += INPUT_CHUNK_BYTES) {
    const failed = await new Promise<boolean>((resolve) => {
      socket.send(bytes.subarray(at, at + INPUT_CHUNK_BYTES), { binary: true }, (error) =>
        resolve(error instanceof Error),
      );
    });
    // The command ended without reading all of it; its exit code says the rest.
    if (failed) return;
  }
  socket.send("", { binary: false }, () => undefined);
}

const wait = (timeMs: number) => new Promise<void>((resolve) => setTimeout(resolve, timeMs));
