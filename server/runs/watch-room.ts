import { judgeMemory } from "../../core/seat/judge-memory.ts";
import type { FairQueue } from "./fair-queue.ts";
import type { SeatKeeper } from "./seat-keeper.ts";

/** Memory goes within seconds. */
const LOOK_MS = 2000;

const NO_HOST = "The machine that runs the exercises does not answer yet.";
const NO_MEMORY = "The machine has no memory to spare just now, so nothing new begins.";

/**
 * Holds the queue while the seat host is away or short of memory: what waits goes on waiting, rather than that it
 * fails, or that the kernel chooses what dies.
 * @returns the function that ends the watching
 */
export function watchRoom(
  keeper: SeatKeeper,
  queue: Pick<FairQueue, "hold">,
  options: { readonly reserveBytes: number; readonly intervalMs?: number },
): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const reason = await findReason(keeper, options.reserveBytes);
    if (isOver) return;
    queue.hold(reason);
    timer = setTimeout(() => void look(), options.intervalMs ?? LOOK_MS).unref();
  };
  // At once, before the first run comes in.
  queue.hold(keeper.ready ? null : NO_HOST);
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function findReason(keeper: SeatKeeper, reserveBytes: number): Promise<string | null> {
  if (!keeper.ready) return NO_HOST;
  const host = keeper.getHost();
  // A host that does not answer now is the keeper's to find out.
  const memory = await host.memory().catch(() => null);
  if (judgeMemory(memory, reserveBytes) !== "short") return null;
  // Sooner than the next turn of the timer: idle seats give theirs up.
  void host.tend().catch(() => undefined);
  return NO_MEMORY;
}
