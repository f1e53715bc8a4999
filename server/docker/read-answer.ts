import type http from "node:http";
import { type Cut, type CutLimits, JsonCutter } from "./cut-json.ts";
import { lie } from "./lie.ts";

/** Counts while it reads: what is too long is cut off at the bound, not at the end. */
export async function readAll(
  response: http.IncomingMessage,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await readEach(response, signal, (chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes) throw lie(`an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

/** The same for an answer in JSON, of which what is too long is left out. */
export async function readCut(
  response: http.IncomingMessage,
  limits: CutLimits,
  signal: AbortSignal,
  onCut: ((cut: Cut) => void) | undefined,
): Promise<Buffer> {
  const cutter = new JsonCutter(limits);
  await readEach(response, signal, (chunk) => cutter.take(chunk));
  if (cutter.cut.texts + cutter.cut.items > 0) onCut?.(cutter.cut);
  return cutter.end();
}

async function readEach(
  response: http.IncomingMessage,
  signal: AbortSignal | undefined,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const stop = () => response.destroy(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted();
    for await (const chunk of response as AsyncIterable<Buffer>) take(chunk);
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
