import type { Duplex } from "node:stream";
import type { Seat } from "../../core/seat/port.ts";
import { PortAgent, type PortTarget } from "./port-agent.ts";

interface Kept {
  readonly agent: PortAgent;
  users: number;
  timer: NodeJS.Timeout | null;
}

const KEEP_MS = 30_000;

/** One agent for each port of each seat that is being looked at. */
export class PortAgents {
  readonly #kept = new Map<string, Kept>();

  /** `leave` is called when the request is over. */
  use(seat: Seat<Duplex>, target: PortTarget): { readonly agent: PortAgent; readonly leave: () => void } {
    const key = `${seat.name}:${target.of}:${target.port}`;
    const kept = this.#kept.get(key) ?? { agent: new PortAgent(seat, target), users: 0, timer: null };
    this.#kept.set(key, kept);
    if (kept.timer !== null) clearTimeout(kept.timer);
    kept.timer = null;
    kept.users += 1;
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      kept.users -= 1;
      if (kept.users > 0) return;
      kept.timer = setTimeout(() => {
        this.#kept.delete(key);
        kept.agent.destroy();
      }, KEEP_MS).unref();
    };
    return { agent: kept.agent, leave };
  }

  close(): void {
    for (const { agent, timer } of this.#kept.values()) {
      if (timer !== null) clearTimeout(timer);
      agent.destroy();
    }
    this.#kept.clear();
  }
}
