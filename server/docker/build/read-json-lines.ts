import type { Readable } from "node:stream";
import { lie } from "../engine.ts";

/**
 * The engine's stream of JSON values, one after the other, line by line. Ends with the stream. A line longer
 * than `maxLineBytes` is a lie; so are a stream of more than `maxBytes` or
 * `maxLines` and a line that is no JSON.
 */
export async function* readJsonLines(
  stream: Readable,
  limits: { readonly maxLineBytes: number; readonly maxBytes: number; readonly maxLines: number },
): AsyncGenerator {
  const { maxLineBytes, maxBytes, maxLines } = limits;
  let lines = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw lie(`a stream of more than ${maxBytes} bytes`);
    let from = 0;
    for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
      pending = [];
      pendingBytes = 0;
      from = end + 1;
      if (++lines > maxLines) throw lie(`a stream of more than ${maxLines} lines`);
      if (line.length > maxLineBytes) throw lie(`a line of ${line.length} bytes`);
      const value = parseLine(line);
      if (value !== undefined) yield value;
    }
    if (from < chunk.length) {
      pending.push(chunk.subarray(from));
      pendingBytes += chunk.length - from;
      if (pendingBytes > maxLineBytes) throw lie(`a line of more than ${maxLineBytes} bytes`);
    }
  }
  const last = parseLine(Buffer.concat(pending));
  if (last !== undefined) yield last;
}

function parseLine(line: Buffer): unknown {
  const text = line.toString("utf8").trim();
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw lie("a line that is no JSON", cause);
  }
}
