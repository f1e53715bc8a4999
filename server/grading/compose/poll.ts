import { setTimeout as pause } from "node:timers/promises";

/** Asks until the answer is good enough or the budget is spent; returns the last answer either way. */
export async function poll<T>(
  ask: () => Promise<T>,
  isGood: (answer: T) => boolean,
  options: { readonly budgetMs: number; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<T> {
  const until = performance.now() + options.budgetMs;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || performance.now() > until) return answer;
    await pause(options.everyMs, undefined, { signal: options.signal });
  }
}
