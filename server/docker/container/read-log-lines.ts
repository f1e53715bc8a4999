import { createPlainLog } from "../../../core/run/plain-log.ts";
import type { Engine } from "../engine.ts";
import { openLog } from "./open-log.ts";

export interface TimedLine {
  /** When the engine took it, as it writes times; empty when it did not say. */
  readonly at: string;
  /** Without escapes, control characters and the line's end. */
  readonly text: string;
  /** What was read for it, of what is not shown too. */
  readonly bytes: number;
}

/** Longer lines are cut: a page is no place for them. */
const LINE_CHARACTERS = 8000;
/** A container with a terminal may print without ever ending a line. */
const UNFINISHED_BYTES = 64 * 1024;
const NEWLINE = 10;

/**
 * What a container prints, line by line, with the engine's times: first the last `tail` lines after `since`, then
 * what comes, until it ends or `signal` fires. Not reading on holds it up. Errors: those of the engine.
 */
export async function* readLogLines(
  engine: Engine,
  container: string,
  options: {
    readonly signal: AbortSignal;
    readonly tail: number;
    /** A time as the engine wrote it; nothing: from the beginning. */
    readonly since: string;
  },
): AsyncGenerator<TimedLine> {
  const asked = {
    follow: "1",
    timestamps: "1",
    tail: String(options.tail),
    ...(options.since === "" ? {} : { since: unixTime(options.since) }),
  };
  const unfinished = new Map<number, Buffer>();
  for await (const { channel, bytes } of openLog(engine, container, asked, options.signal)) {
    let rest = Buffer.concat([unfinished.get(channel) ?? Buffer.alloc(0), bytes]);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield lineOf(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    // A frame that ends without a line's end is a piece of a long line, and the next one begins with a time again.
    if (rest.length > 0 && (channel !== 0 || rest.length > UNFINISHED_BYTES)) {
      yield lineOf(rest);
      rest = Buffer.alloc(0);
    }
    if (unfinished.size < 4 || unfinished.has(channel)) unfinished.set(channel, Buffer.from(rest));
  }
}

const TIMED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) ?/;

function lineOf(bytes: Buffer): TimedLine {
  // More than is shown need not be decoded; four bytes a character at most.
  const raw = bytes.subarray(0, LINE_CHARACTERS * 4 + 64).toString("utf8");
  const at = TIMED.exec(raw)?.[1] ?? "";
  // A progress bar draws its line again and again, each time after a carriage return: the last state is the line.
  const plain = createPlainLog()(raw.replace(TIMED, "")).trimEnd().split("\n").at(-1) ?? "";
  const isLong = plain.length > LINE_CHARACTERS || bytes.length > LINE_CHARACTERS * 4 + 64;
  const text = plain.slice(0, LINE_CHARACTERS);
  return { at, text: isLong ? `${text} … (cut)` : text, bytes: bytes.length + 1 };
}

/** "2026-11-23T14:48:45.123456789Z" as the engine's `since` wants it: seconds and nanoseconds since 1970. */
function unixTime(at: string): string {
  const [whole = "", fraction = ""] = at.replace("Z", "").split(".");
  const seconds = Math.floor(Date.parse(`${whole}Z`) / 1000);
  return Number.isFinite(seconds) ? `${seconds}.${fraction.padEnd(9, "0").slice(0, 9)}` : "0";
}
