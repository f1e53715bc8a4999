import { Duplex, PassThrough } from "node:stream";
import type { SeatTerminal, TerminalOptions, TerminalSize } from "../../core/seat/port.ts";
import type { FakeProcess } from "./fake-programs.ts";

const CTRL_C = 0x03;
const CTRL_D = 0x04;

/**
 * As much of a terminal as tests need: what is typed is echoed, a line goes in with Enter, Ctrl-C kills, Ctrl-D ends
 * the input, and a line that is printed begins at the left.
 */
export function openFakeTerminal(
  options: TerminalOptions,
  work: AbortController,
  onEnd: () => void,
  run: (process: Omit<FakeProcess, "args" | "machine">) => Promise<number>,
  onInput: () => void,
): SeatTerminal<Duplex> {
  let size: TerminalSize = options;
  let interrupted = false;
  let tellExit: (code: number | null) => void = () => undefined;
  const exited = new Promise<number | null>((resolve) => (tellExit = resolve));
  const typed = new PassThrough();
  const shown = new PassThrough({ highWaterMark: 64 * 1024 });
  const show = (text: Buffer | string) => shown.write(text.toString().replace(/\r?\n/g, "\r\n"));
  const stream = new Duplex({
    read: () => shown.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      onInput();
      for (const byte of chunk) {
        if (byte === CTRL_C) {
          interrupted = true;
          work.abort();
        } else if (byte === CTRL_D) typed.end();
        else if (typed.writable) {
          const text = byte === 0x0d ? "\n" : String.fromCharCode(byte);
          show(text);
          typed.write(text);
        }
      }
      done();
    },
    destroy: (error, done) => {
      tellExit(null);
      work.abort();
      done(error);
    },
  });
  shown.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) shown.pause();
  });
  shown.on("end", () => stream.push(null));
  shown.pause();
  const gone = new Promise<void>((resolve) => {
    work.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const finish = (code: number | null) => {
    onEnd();
    tellExit(interrupted ? 130 : work.signal.aborted ? null : code);
    shown.end();
    stream.end();
  };
  void run({
    stdin: typed,
    signal: work.signal,
    out: async (chunk) => {
      if (!show(chunk)) await Promise.race([new Promise((resolve) => shown.once("drain", resolve)), gone]);
    },
    error: show,
    size: () => size,
  }).then(finish, () => finish(null));
  // A program that waits for keys does not look at its signal; the terminal is gone all the same.
  work.signal.addEventListener("abort", () => finish(null), { once: true });
  return { stream, exited, resize: (next) => (size = next) };
}
