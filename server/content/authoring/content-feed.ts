import type { ContentChange } from "../../../core/course/content-change.ts";
import type { FolderWatch } from "./watch-folders.ts";
import { watchFolders } from "./watch-folders.ts";

/** A comment now and then tells the browser that the connection lives. */
const HEARTBEAT_MS = 15_000;

/** Tells open pages what an author has just saved, by server-sent events (`ContentChange`). */
export class ContentFeed {
  readonly #listeners = new Set<(change: ContentChange) => void>();
  readonly #watch: Promise<FolderWatch>;
  readonly #ends = new Set<() => void>();

  constructor(contentDir: string) {
    this.#watch = watchFolders(contentDir, (files) => {
      for (const tell of this.#listeners) tell({ files: [...files] });
    });
    this.#watch.catch((error: unknown) => console.warn("changes of the courses are not seen:", error));
  }

  follow(signal: AbortSignal): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let stop: () => void = () => undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const tell = (change: ContentChange) => send(`data: ${JSON.stringify(change)}\n\n`);
        const heartbeat = setInterval(() => send(": \n\n"), HEARTBEAT_MS);
        const end = () => {
          stop();
          controller.close();
        };
        stop = () => {
          clearInterval(heartbeat);
          this.#listeners.delete(tell);
          this.#ends.delete(end);
          signal.removeEventListener("abort", end);
          stop = () => undefined;
        };
        this.#listeners.add(tell);
        this.#ends.add(end);
        signal.addEventListener("abort", end, { once: true });
        send("retry: 500\n\n");
        if (signal.aborted) end();
      },
      cancel: () => stop(),
    });
  }

  async close(): Promise<void> {
    for (const end of [...this.#ends]) end();
    const watch = await this.#watch.catch(() => null);
    watch?.close();
  }
}
