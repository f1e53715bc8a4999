import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { OUTPUT_WINDOW_BYTES } from "../../core/terminal/protocol.ts";
import type { OutputRing } from "./output-ring.ts";

/** How a page is reached; a WebSocket in the site, an array in tests. */
export interface ViewerLink {
  sendOutput(chunk: Buffer): void;
  sendMessage(message: ServerMessage): void;
}

const CHUNK_BYTES = 32 * 1024;

/** One page that looks at a terminal: how much it has been sent, and how much of that it has shown. */
export class Viewer {
  readonly link: ViewerLink;
  #sent = 0;
  #shown = 0;

  constructor(link: ViewerLink) {
    this.link = link;
  }

  /** Brings the page to the present: from place `from` where it left off, or from the beginning of what is kept. */
  begin(ring: OutputRing, from: number | null): { readonly fullScreen: boolean } {
    const goesOn = from !== null && from >= ring.start && from <= ring.end;
    const replay = goesOn ? { from, prelude: "", fullScreen: false } : ring.replay();
    this.#sent = replay.from;
    this.#shown = replay.from;
    // The prelude has no place of its own in the output, so it is part of what is told, as bytes that count nothing.
    this.link.sendMessage({
      type: "attached",
      from: replay.from - Buffer.byteLength(replay.prelude),
      replayed: ring.end,
      reset: !goesOn,
    });
    if (replay.prelude !== "") this.link.sendOutput(Buffer.from(replay.prelude));
    this.pump(ring);
    return { fullScreen: replay.fullScreen };
  }

  acknowledge(offset: number): void {
    // A page that claims to have shown what it was not sent gains nothing.
    if (offset > this.#shown && offset <= this.#sent) this.#shown = offset;
  }

  /** Sends what there is, as far as the page keeps up. */
  pump(ring: OutputRing): void {
    while (this.#sent < ring.end) {
      const room = OUTPUT_WINDOW_BYTES - (this.#sent - this.#shown);
      if (room <= 0) return;
      if (this.#sent < ring.start) {
        // Others were faster than this page could follow: it goes on with what is kept.
        this.begin(ring, null);
        return;
      }
      const chunk = ring.read(this.#sent, Math.min(room, CHUNK_BYTES));
      this.#sent += chunk.length;
      this.link.sendOutput(chunk);
    }
  }

  isBehind(ring: OutputRing): boolean {
    return this.#sent < ring.end;
  }
}
