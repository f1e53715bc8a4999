import { promisify } from "node:util";
import { deflate, inflate } from "node:zlib";
import type { RunEventBody } from "../../../core/run/event.ts";
import type { StoredEvent } from "./event-store.ts";

const deflateAsync = promisify(deflate);
const inflateAsync = promisify(inflate);

/** Fast: three quarters of what the best level gains, in a third of its time. */
const LEVEL = 4;
/** More than the largest row that we write: an event of 4 MiB of characters, in UTF-8. */
const MOST_BYTES = 20 * 1024 * 1024;

/** Events as one compressed row. Each is a line "seq at type body"; a body is JSON and has no line break. */
export function packEvents(events: readonly StoredEvent[]): Promise<Buffer> {
  const lines = events.map(({ seq, at, type, body }) => `${seq} ${at} ${type} ${body}`);
  return deflateAsync(Buffer.from(lines.join("\n")), { level: LEVEL });
}

/** @throws Error when the row was not written by `packEvents` */
export async function unpackEvents(data: Buffer): Promise<StoredEvent[]> {
  const text = (await inflateAsync(data, { maxOutputLength: MOST_BYTES })).toString();
  return text.split("\n").map((line) => {
    const [, seq, at, type, body] = /^(\d+) (\d+) (\w+) (.*)$/s.exec(line) ?? [];
    if (seq === undefined || at === undefined || type === undefined || body === undefined) {
      throw new Error("a compressed log cannot be read");
    }
    return { seq: Number(seq), at: Number(at), type: type as RunEventBody["type"], body };
  });
}
