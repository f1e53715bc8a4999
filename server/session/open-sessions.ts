import type { Session } from "../site.ts";
import { generationOf, type SessionKey } from "./session-key.ts";

const LOOK_MS = 1000;

interface Held {
  readonly session: Pick<Session, "expiresAt" | "generation">;
  readonly end: () => void;
}

/** What is open on the strength of a session, and ends within a moment of it: sockets, event streams, downloads. */
export class OpenSessions {
  readonly #key: SessionKey;
  readonly #held = new Set<Held>();
  readonly #timer: NodeJS.Timeout;

  constructor(key: SessionKey, everyMs: number = LOOK_MS) {
    this.#key = key;
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
  }

  /**
   * Calls `end` once when the session is over: it has expired, or another key counts now.
   * @returns to be called when what was open has ended by itself
   */
  hold(session: Held["session"], end: () => void): () => void {
    const held = { session, end };
    this.#held.add(held);
    return () => void this.#held.delete(held);
  }

  get size(): number {
    return this.#held.size;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#held.clear();
  }

  #look(): void {
    const now = Date.now();
    const generation = generationOf(this.#key.now());
    for (const held of this.#held) {
      const { session } = held;
      const counts =
        (session.expiresAt === null || session.expiresAt > now) &&
        (session.generation === null || session.generation === generation);
      if (counts) continue;
      this.#held.delete(held);
      held.end();
    }
  }
}
