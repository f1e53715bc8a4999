import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { ExecOptions, ExecResult } from "../../../core/seat/port.ts";

const DEFAULT_MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 120_000;

/** Starts the laptop's own docker command. Its settings come from the laptop; nothing a student typed is in here. */
function startDocker(args: readonly string[]): ChildProcess {
  return spawn("docker", args, { stdio: ["pipe", "pipe", "pipe"] });
}

/** Runs docker to its end, bounded in bytes and time, as `Seat.exec` promises. */
export function runDocker(args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const child = startDocker(args);
    const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const max = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
    let bytes = 0;
    let stopped = null as "timeout" | "truncated" | "cancelled" | null;
    const stop = (why: "timeout" | "truncated" | "cancelled") => {
      stopped ??= why;
      child.kill("SIGKILL");
    };
    const onAbort = () => stop("cancelled");
    const timer = setTimeout(() => stop("timeout"), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    for (const stream of ["stdout", "stderr"] as const)
      child[stream]?.on("data", (chunk: Buffer) => {
        const part = chunk.subarray(0, max - bytes);
        bytes += part.length;
        kept[stream].push(part);
        if (part.length > 0) options.onOutput?.(part, stream);
        if (part.length < chunk.length) stop("truncated");
      });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
    const finish = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
    };
    child.once("error", (cause) => {
      finish();
      reject(noDocker(cause));
    });
    child.once("close", (code) => {
      finish();
      resolve({
        exitCode: stopped === "timeout" ? 124 : stopped === null ? (code ?? 137) : 137,
        stdout: Buffer.concat(kept.stdout).toString("utf8"),
        stderr: Buffer.concat(kept.stderr).toString("utf8"),
        truncated: stopped === "truncated",
      });
    });
  });
}

/** docker with its stdin and stdout as one stream; destroying the stream ends it. */
export function dialDocker(args: readonly string[]): Duplex {
  const child = startDocker(args);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw noDocker(new Error("no pipes"));
  stderr.resume();
  stdin.on("error", () => undefined);
  const stream = new Duplex({
    read: () => stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      if (stdin.write(chunk)) done();
      else stdin.once("drain", () => done());
    },
    final: (done) => stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill("SIGKILL");
      done(error);
    },
  });
  stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) stdout.pause();
  });
  stdout.on("end", () => stream.push(null));
  child.once("error", (cause) => stream.destroy(noDocker(cause)));
  return stream;
}

function noDocker(cause: unknown): AppError {
  return new AppError("SEAT_UNAVAILABLE", {
    message: "the docker command cannot be run",
    userMessage: say("laptop.docker-silent"),
    cause,
  });
}
