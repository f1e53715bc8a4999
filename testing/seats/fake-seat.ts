import { Duplex, PassThrough } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { CancelSignal, ExecResult, Seat, SeatLimits } from "../../core/seat/port.ts";
import { checkDirectory, packFiles } from "../../server/seats/pack-files.ts";
import type { FakeProgram } from "./fake-programs.ts";
import type { FakeMachine } from "./fake-seat-host.ts";
import { openFakeTerminal } from "./fake-terminal.ts";

const DEFAULT_MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export function makeFakeSeat(
  machine: FakeMachine,
  limits: SeatLimits,
  programs: Readonly<Record<string, FakeProgram>>,
): Seat<Duplex> {
  let lastUsedAt = Date.now();
  const begin = (command: readonly string[], signal?: CancelSignal) => {
    if (machine.state !== "awake") throw unavailable(`${machine.name} is ${machine.state}`);
    lastUsedAt = Date.now();
    const work = new AbortController();
    machine.running.add(work);
    signal?.addEventListener("abort", () => work.abort(), { once: true });
    if (signal?.aborted === true) work.abort();
    const [name = "", ...args] = command;
    const program: FakeProgram = programs[name] ?? (() => Promise.resolve(127));
    return { work, program, args };
  };

  return {
    name: machine.name,
    limits,
    exec: async (command, options = {}) => {
      const { work, program, args } = begin(command, options.signal);
      const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      const max = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
      let bytes = 0;
      let truncated = false;
      const timeout = new AbortController();
      const take = (stream: "stdout" | "stderr", text: Buffer | string) => {
        const chunk = Buffer.from(text as string).subarray(0, max - bytes);
        if (Buffer.byteLength(text) > chunk.length) truncated = true;
        bytes += chunk.length;
        said[stream].push(chunk);
        if (chunk.length > 0) options.onOutput?.(chunk, stream);
        if (truncated) work.abort();
      };
      const timer = setTimeout(() => {
        timeout.abort();
        work.abort();
      }, options.timeoutMs ?? 120_000);
      const exitCode = await program({
        args,
        machine,
        stdin: once(Buffer.from(options.input ?? "")),
        signal: work.signal,
        out: (chunk) => {
          take("stdout", chunk);
          return Promise.resolve();
        },
        error: (text) => take("stderr", text),
      }).catch(() => 137);
      clearTimeout(timer);
      machine.running.delete(work);
      const result: ExecResult = {
        exitCode: timeout.signal.aborted ? 124 : work.signal.aborted && exitCode === 0 ? 137 : exitCode,
        stdout: Buffer.concat(said.stdout).toString("utf8"),
        stderr: Buffer.concat(said.stderr).toString("utf8"),
        truncated,
      };
      return result;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a seat that is away is a rejection
    dial: async (command, options = {}) => {
      const { work, program, args } = begin(command, options.signal);
      const stdin = new PassThrough();
      const stdout = new PassThrough();
      const stream = joinStreams(stdin, stdout, () => work.abort());
      work.signal.addEventListener(
        "abort",
        () => {
          if (!stream.destroyed) stream.destroy(unavailable("the seat went away"));
        },
        { once: true },
      );
      // A test that does not listen for the end of a seat must not end with it.
      stream.on("error", () => undefined);
      program({
        args,
        machine,
        stdin,
        signal: work.signal,
        out: (chunk) =>
          new Promise((resolve) => {
            if (stdout.write(chunk)) resolve();
            else stdout.once("drain", resolve);
          }),
        error: () => undefined,
      }).then(
        () => stdout.end(),
        () => stdout.destroy(),
      );
      return stream;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a seat that is away is a rejection
    openTerminal: async (options) => {
      const { work, program, args } = begin(options.command);
      return openFakeTerminal(
        options,
        work,
        () => machine.running.delete(work),
        (process) => program({ ...process, args, machine }),
        () => (lastUsedAt = Date.now()),
      );
    },
    lastUsedAt: () => lastUsedAt,
    keep: () => () => undefined,
    putFiles: async (directory, files) => {
      checkDirectory(directory);
      await packFiles(files);
      if (machine.state !== "awake") throw unavailable(`${machine.name} is ${machine.state}`);
      for (const path of machine.files.keys())
        if (path.startsWith(`${directory}/`)) machine.files.delete(path);
      for (const file of files) machine.files.set(`${directory}/${file.path}`, Buffer.from(file.content));
    },
    usage: () => {
      const awake = machine.state === "awake";
      const diskBytes = [...machine.files.values()].reduce((sum, content) => sum + content.length, 0);
      return Promise.resolve({
        state: machine.state,
        memoryBytes: awake ? 50_000_000 : 0,
        diskBytes,
        processes: awake ? 12 : 0,
      });
    },
  };
}

function joinStreams(stdin: PassThrough, stdout: PassThrough, onClose: () => void): Duplex {
  const stream = new Duplex({
    read: () => stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      if (stdin.write(chunk)) done();
      else stdin.once("drain", () => done());
    },
    final: (done) => stdin.end(() => done()),
    destroy: (error, done) => {
      onClose();
      done(error);
    },
  });
  stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) stdout.pause();
  });
  stdout.on("end", () => stream.push(null));
  stdout.pause();
  return stream;
}

// eslint-disable-next-line @typescript-eslint/require-await -- the shape is that of a stream
async function* once(content: Buffer): AsyncGenerator<Buffer> {
  if (content.length > 0) yield content;
}

function unavailable(message: string): AppError {
  return new AppError("SEAT_UNAVAILABLE", {
    message,
    userMessage: "Your seat stopped answering. Your files are safe here; try again.",
  });
}
