import type { RunEventBody } from "../../core/run/event.ts";
import { createPlainLog } from "../../core/run/plain-log.ts";
import type { Database } from "../db/open-database.ts";
import { readLastLogEvents, readLogEvents } from "../db/runs/read-log-events.ts";

const ROWS_AT_ONCE = 64;
/** How far back the end of a log is looked for. */
const TAIL_ROWS = 2000;

/** The whole log as plain text, read from the table piece by piece. */
export function streamLog(db: Database, runId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const toText = createLogText();
  let cursor = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const rows = await readLogEvents(db, runId, cursor, ROWS_AT_ONCE);
          const last = rows.at(-1);
          if (last === undefined) {
            controller.close();
            return;
          }
          cursor = last.seq;
          const text = rows.map((row) => toText(row.body)).join("");
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

/** The end of the log as plain text, at most `maxBytes` of UTF-8. */
export async function readLogTail(
  db: Database,
  runId: string,
  maxBytes: number,
): Promise<{ text: string; truncated: boolean }> {
  const rows = await readLastLogEvents(db, runId, TAIL_ROWS);
  const bodies: string[] = [];
  let size = 0;
  for (const row of rows) {
    bodies.push(row.body);
    size += row.body.length;
    if (size > maxBytes) break;
  }
  const toText = createLogText();
  const bytes = Buffer.from(bodies.reverse().map(toText).join(""));
  const whole = bodies.length === rows.length && rows.length < TAIL_ROWS;
  if (bytes.length <= maxBytes) return { text: bytes.toString(), truncated: !whole };
  const tail = bytes.subarray(bytes.length - maxBytes).toString();
  // From the next full line on, so that neither a line nor a character is shown cut.
  return { text: tail.slice(tail.indexOf("\n") + 1), truncated: true };
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
