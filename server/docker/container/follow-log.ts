import type { Engine } from "../engine.ts";
import { openLog } from "./open-log.ts";

/**
 * Follows what a container prints, both streams in the order in which the engine has them, until it ends or
 * `signal` fires. Never throws: a log that breaks off is no reason to stop the app.
 */
export async function followLog(
  engine: Engine,
  container: string,
  options: {
    readonly signal: AbortSignal;
    readonly follow: boolean;
    /** Only the last lines. */
    readonly tail?: number;
    readonly onText: (text: string) => void;
  },
): Promise<void> {
  const decoders = new Map<number, TextDecoder>();
  try {
    const asked = {
      follow: options.follow ? "1" : "0",
      ...(options.tail === undefined ? {} : { tail: String(options.tail) }),
    };
    for await (const { channel, bytes } of openLog(engine, container, asked, options.signal)) {
      const decoder = decoders.get(channel) ?? new TextDecoder();
      if (decoders.size < 4) decoders.set(channel, decoder);
      const text = decoder.decode(bytes, { stream: true });
      if (text !== "") options.onText(text);
    }
  } catch {
    // The container or the connection is gone; whoever watches the container learns it there.
  }
}

/** The end of a container's log, at most `characters` of it. */
export async function readLogEnd(
  engine: Engine,
  container: string,
  signal: AbortSignal,
  characters = 4000,
): Promise<string> {
  let text = "";
  await followLog(engine, container, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    follow: false,
    tail: 200,
    onText: (more) => (text = (text + more).slice(-characters)),
  });
  return text;
}
