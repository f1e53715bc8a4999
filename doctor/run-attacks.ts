import { setTimeout as pause } from "node:timers/promises";
import type { Attack, AttackResult, Verdict } from "./attack.ts";
import type { Ground } from "./ground.ts";
import { asResult } from "./judge.ts";

/** Of an attack that names none. */
export const DEFAULT_SECONDS = 90;

/**
 * Runs the attacks: quiet ones two at a time, a loud one alone; one that could not be tried once more. Ends early when `signal` fires: what was not
 * reached, or not over, is then cut, with the signal's reason. `tell` gets each result as it comes.
 */
export async function runAttacks(
  attacks: readonly Attack[],
  ground: Ground,
  signal: AbortSignal,
  tell: (result: AttackResult) => void,
): Promise<AttackResult[]> {
  const results = new Map<string, AttackResult>();
  const one = async (attack: Attack) => {
    const result = await runAttack(attack, ground, signal);
    results.set(attack.id, result);
    tell(result);
  };
  const quiet = attacks.filter((attack) => attack.loud !== true).values();
  const lane = async () => {
    for (const attack of quiet) await one(attack);
  };
  await Promise.all([lane(), lane()]);
  for (const attack of attacks) if (attack.loud === true) await one(attack);
  // What came to nothing beside others is tried again alone: it says nothing about the wall.
  const again = () => attacks.filter(({ id }) => results.get(id)?.status === "untried");
  for (const attack of again()) if (!signal.aborted) await one(attack);
  return attacks.flatMap((attack) => results.get(attack.id) ?? []);
}

async function runAttack(attack: Attack, ground: Ground, signal: AbortSignal): Promise<AttackResult> {
  const begun = performance.now();
  const seconds = attack.seconds ?? DEFAULT_SECONDS;
  const limit = AbortSignal.timeout(seconds * 1000);
  const stop = AbortSignal.any([signal, limit]);
  const outcome = await attempt(attack, ground, stop).catch((fault: unknown) => {
    if (signal.aborted) return { cut: reasonOf(signal) };
    return { fault: limit.aborted ? new Error(`not over within ${seconds} s`) : fault };
  });
  return asResult(attack, outcome, performance.now() - begun);
}

/** Why the whole of it ends early, in words. */
export const reasonOf = (signal: AbortSignal): string =>
  signal.reason instanceof Error ? signal.reason.message : "the time was over";

async function attempt(attack: Attack, ground: Ground, stop: AbortSignal): Promise<Verdict> {
  stop.throwIfAborted();
  const over = new AbortController();
  const waiting = AbortSignal.any([stop, over.signal]);
  try {
    return await Promise.race([
      attack.run(ground, stop),
      // Rejects when the time is over; never resolves before.
      pause(2 ** 31 - 1, undefined, { signal: waiting, ref: false }).then(() => {
        throw new Error("given up");
      }),
    ]);
  } finally {
    over.abort();
  }
}
