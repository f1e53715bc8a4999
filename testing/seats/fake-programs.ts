import { setTimeout as pause } from "node:timers/promises";
import type { TerminalSize } from "../../core/seat/port.ts";
import type { FakeMachine } from "./fake-seat-host.ts";

export interface FakeProcess {
  readonly args: readonly string[];
  readonly machine: FakeMachine;
  /** Bytes written to its stdin; ends when the writer ends. */
  readonly stdin: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  /** Resolves when the reader has room for more. */
  readonly out: (chunk: Buffer | string) => Promise<void>;
  readonly error: (text: string) => void;
  /** Size of its terminal now; absent when it has none. */
  readonly size?: () => TerminalSize;
}

/** A program of a fake seat. Returns its exit code; throws when it is killed. */
export type FakeProgram = (process: FakeProcess) => Promise<number>;

const sh: FakeProgram = async (process) => {
  for (const statement of (process.args[1] ?? "").split(";").map((text) => text.trim())) {
    const leave = /^exit (\d+)$/.exec(statement);
    if (leave !== null) return Number(leave[1]);
    const words = /^echo (.*?)( >&2)?$/.exec(statement);
    if (words?.[2] !== undefined) process.error(`${words[1] ?? ""}\n`);
    else if (words !== null) await process.out(`${words[1] ?? ""}\n`);
    else {
      const [program = "", ...args] = statement.split(/\s+/);
      const found = fakePrograms[program];
      if (found === undefined) return 127;
      const code = await found({ ...process, args });
      if (code !== 0) return code;
    }
  }
  return 0;
};

const cat: FakeProgram = async ({ args, machine, stdin, out, error }) => {
  if (args.length === 0) {
    for await (const chunk of stdin) await out(chunk);
    return 0;
  }
  for (const file of args) {
    const content = machine.files.get(file);
    if (content === undefined) {
      error(`cat: ${file}: No such file or directory\n`);
      return 1;
    }
    await out(content);
  }
  return 0;
};

/** Just enough of a system for tests to be written once for the fake and the real seat. */
export const fakePrograms: Readonly<Record<string, FakeProgram>> = {
  sh,
  cat,
  stty: async ({ size, out }) => {
    const now = size?.();
    if (now === undefined) return 1;
    await out(`${now.rows} ${now.cols}\n`);
    return 0;
  },
  true: () => Promise.resolve(0),
  echo: async ({ args, out }) => {
    await out(`${args.join(" ")}\n`);
    return 0;
  },
  sleep: async ({ args, signal }) => {
    await pause(Number(args[0]) * 1000, undefined, { signal });
    return 0;
  },
  yes: async ({ out, signal }) => {
    const lines = Buffer.from("y\n".repeat(8192));
    for (;;) {
      signal.throwIfAborted();
      await out(lines);
      await pause(0);
    }
  },
  touch: ({ args, machine }) => {
    for (const file of args) machine.files.set(file, machine.files.get(file) ?? Buffer.alloc(0));
    return Promise.resolve(0);
  },
};
