const MINUTE_MS = 60_000;

/** No attack goes on beyond this; clearing up takes some seconds. */
const ATTACKS_MS = 18.75 * MINUTE_MS;
/** It is over by then, whatever hangs; what is left is cleared away by the sweeper. */
const ALL_MS = 19.75 * MINUTE_MS;
/** A machine that has to make its images first gets them made; no more than this of it counts. */
const PREPARING_MS = MINUTE_MS;

/**
 * Keeps the twenty minutes, which began with this process: the signal fires when attacks must end, with the reason in
 * words; `onOver` is called when all must.
 */
export function startClock(stopped: AbortSignal, onOver: () => void): AbortSignal {
  const begunMs = Math.min(performance.now(), PREPARING_MS);
  const over = new AbortController();
  const end = () => over.abort(new Error("the doctor's time was over"));
  setTimeout(end, ATTACKS_MS - begunMs).unref();
  setTimeout(onOver, ALL_MS - begunMs).unref();
  return AbortSignal.any([stopped, over.signal]);
}
