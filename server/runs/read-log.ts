import type { RunEventBody } from "../../core/run/event.ts";
import { createPlainLog } from "../../core/run/plain-log.ts";
import type { Database } from "../db/open-database.ts";
import { readEvents } from "../db/runs/read-events.ts";
import { type LogEnd, readLogEnd } from "../db/runs/read-log-end.ts";
import { whoAsks } from "../db/who-asks.ts";

/** Beyond every number of an event (a 32-bit column). */
const MAX_SEQ = 2_147_483_647;
/** Of small ones; a read is bounded in bytes as well. */
const EVENTS_AT_ONCE = 2000;
/** How often the end of a log is looked for further back, where it is made of next to nothing. */
const LOOKS = 40;

/** The whole log as plain text, read piece by piece as the reader takes it. */
export function streamLog(db: Database, runId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const toText = createLogText();
  const { pace } = whoAsks();
  let cursor = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const options = { limit: EVENTS_AT_ONCE, textOnly: true };
          const { events, readTo } = await readEvents(db, runId, cursor, options);
          if (readTo === null) {
            controller.close();
            return;
          }
          cursor = readTo;
          const began = performance.now();
          const text = events.map((event) => toText(event.body)).join("");
          await pace?.(performance.now() - began);
          // An empty piece would end the pulling; read on until there is something to give.
          if (text === "") continue;
          controller.enqueue(encoder.encode(text));
          return;
        }
      },
    },
    { highWaterMark: 1 },
  );
}

/** The end of the log as plain text, at most `maxBytes` of UTF-8; reads not much more than that of it. */
export async function readLogTail(
  db: Database,
  runId: string,
  maxBytes: number,
): Promise<{ text: string; truncated: boolean }> {
  const bodies: { readonly body: string }[] = [];
  let size = 0;
  let before: number | null = MAX_SEQ;
  for (let looks = 0; looks < LOOKS && before !== null && size <= maxBytes; looks++) {
    const end: LogEnd = await readLogEnd(db, runId, before, maxBytes - size + 1);
    before = end.readTo;
    for (const { body } of end.events) {
      if (size > maxBytes) break;
      bodies.push({ body });
      size += Buffer.byteLength(body);
    }
  }
  const bytes = Buffer.from(textOf(bodies.reverse()));
  const whole = before === null;
  if (bytes.length <= maxBytes) return { text: bytes.toString(), truncated: !whole };
  const tail = bytes.subarray(bytes.length - maxBytes).toString();
  // From the next full line on, so that neither a line nor a character is shown cut.
  return { text: tail.slice(tail.indexOf("\n") + 1), truncated: true };
}

/** Events as the text of a log. */
export function textOf(events: readonly { readonly body: string }[]): string {
  const toText = createLogText();
  return events.map(({ body }) => toText(body)).join("");
}

/** The log says itself where a step begins and ends, as BuildKit prints it. */
function createLogText(): (body: string) => string {
  const plain = createPlainLog();
  let atLineStart = true;
  const line = (text: string) => {
    const lead = atLineStart ? "" : "\n";
    atLineStart = true;
    return `${lead}${plain(text).replace(/\n+/g, " ").trim()}\n`;
  };
  return (body) => {
    const event = JSON.parse(body) as RunEventBody;
    switch (event.type) {
      case "log": {
        const text = plain(event.text);
        if (text !== "") atLineStart = text.endsWith("\n");
        return text;
      }
      case "notice":
        return line(event.text);
      case "final":
        return line(`== ${event.outcome}: ${event.message}`);
      default:
        return "";
    }
  };
}
