import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { VERSION_HEADER } from "./refusal.ts";

const PASSED = [
  "content-type",
  "content-length",
  "content-range",
  "accept-ranges",
  "docker-content-digest",
  "docker-upload-uuid",
  "etag",
  "range",
];
const MAX_ERROR_BYTES = 64 * 1024;

/** Hands a registry's answer on. `prefix` is what its names begin with in there, and nobody outside gets to see. */
export async function passAnswer(
  answer: IncomingMessage,
  response: ServerResponse,
  prefix: string,
): Promise<void> {
  const status = answer.statusCode ?? 502;
  const headers: Record<string, string> = { ...VERSION_HEADER };
  for (const name of PASSED) {
    const value = answer.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const { location } = answer.headers;
  if (location !== undefined) headers["location"] = location.replace(`/v2/${prefix}`, "/v2/");
  if (status < 400 || answer.headers["content-length"] === "0") {
    response.writeHead(status, headers);
    await pipeline(answer, response);
    return;
  }
  const body = Buffer.from((await readBody(answer, MAX_ERROR_BYTES)).toString("utf8").replaceAll(prefix, ""));
  delete headers["content-length"];
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(body);
}

/** The beginning of a body; the rest is not read. */
export async function readBody(stream: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}
