import type { Shape } from "./worst-shapes.ts";

/** A parser of what a student writes, and the most that it is ever given. */
export interface Parser {
  readonly name: string;
  readonly cap: number;
  readonly parse: (text: string) => unknown;
}

/** What a person may notice; on a quiet machine of some years ago. Milliseconds. */
const MOST_MS = 50;
/** Tests share their machine with others: a limit is passed only beyond this many times of it. */
const SLACK = 2.5;
/** A quarter of the text takes a quarter of the time; of what is quadratic a sixteenth. */
const MOST_GROWTH = 4 * SLACK;
const TRIES = 6;
/** What `work` takes there. */
const CALIBRATION_MS = 6;

function work(): number {
  let sum = 0;
  for (let at = 0; at < 3_000_000; at += 1) sum = (Math.imul(sum, 31) + at) | 0;
  return sum;
}

/** Of the processor, not of the clock: who else is busy does not count. */
function time(what: () => unknown): number {
  const begun = process.cpuUsage();
  what();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** How much slower this machine is just now than a quiet one; never below 1. */
export function slowness(): number {
  return Math.max(1, Math.min(...Array.from({ length: 3 }, () => time(work))) / CALIBRATION_MS);
}

/**
 * What is wrong with the time that a parser takes for a shape; null when nothing is. Best of several tries, because
 * a busy machine makes a try slower and never quicker.
 */
export function findSlowness(parser: Parser, shape: Shape): string | null {
  const whole = shape(parser.cap).slice(0, parser.cap);
  let best = Infinity;
  let allowed = 0;
  for (let tried = 0; tried < TRIES; tried += 1) {
    best = Math.min(
      best,
      time(() => parser.parse(whole)),
    );
    // Nothing that is done at once can be too slow, whatever it grows like.
    if (best < MOST_MS / 4) return null;
    allowed = Math.max(allowed, MOST_MS * SLACK * slowness());
    if (best < allowed && tried > 0) break;
  }
  if (best >= allowed)
    return `${best.toFixed(0)} ms for ${whole.length} characters, ${allowed.toFixed(0)} allowed`;
  const quarter = shape(Math.floor(parser.cap / 4)).slice(0, Math.floor(parser.cap / 4));
  let small = Infinity;
  for (let tried = 0; tried < TRIES; tried += 1) {
    small = Math.min(
      small,
      time(() => parser.parse(quarter)),
    );
    best = Math.min(
      best,
      time(() => parser.parse(whole)),
    );
    // The worst that a noisy quarter can do is to look too slow: then the growth looks smaller.
    if (best / small <= MOST_GROWTH) return null;
  }
  return `${best.toFixed(1)} ms for ${whole.length} characters and ${small.toFixed(1)} ms for a quarter: more than linear`;
}
