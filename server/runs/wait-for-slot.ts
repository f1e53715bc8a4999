import type { RunEventBody } from "../../core/run/event.ts";
import type { EndReason } from "./end-reason.ts";
import { endReasons, nameOf } from "./end-reason.ts";
import type { FairQueue, QueueListener } from "./fair-queue.ts";
import type { RunStart } from "./run-start.ts";

/** A queue that lets nobody in (no memory, no seat host) is waited for this long. */
const HELD_MINUTES = 10;

export interface SlotWait {
  readonly queue: FairQueue;
  readonly start: RunStart;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEventBody) => void;
  readonly end: (reason: EndReason) => void;
}

/**
 * Waits in the queue, and tells the student of each move and of what holds everybody up.
 * @returns the function that gives the slot back
 * @throws the signal's reason when it fired
 */
export async function waitForSlot({ queue, start, signal, emit, end }: SlotWait): Promise<() => void> {
  const { key, round, createdAt, resumedAt } = start;
  if (resumedAt !== null) {
    const text = `The site was restarted. Your ${nameOf(key.kind)} has kept its place.`;
    emit({ type: "notice", level: "info", text });
  }
  let giveUp: NodeJS.Timeout | undefined;
  const told = new Set<string>();
  const listener: QueueListener = {
    onMove: (place) => emit({ type: "queued", ...place }),
    onHold: (reason) => {
      clearTimeout(giveUp);
      if (reason === null) return;
      // Memory may come and go around its limit; one word about it is enough.
      if (!told.has(reason)) emit({ type: "notice", level: "warning", text: `${reason} Your turn is kept.` });
      told.add(reason);
      const late = () => end(endReasons.held(key.kind, reason, HELD_MINUTES));
      giveUp = setTimeout(late, HELD_MINUTES * 60_000).unref();
    },
  };
  try {
    const release = await queue.enter({ ...key, round, createdAt }, listener, signal);
    // Given in the very moment in which the run was ended.
    if (signal.aborted) release();
    return release;
  } finally {
    clearTimeout(giveUp);
  }
}
