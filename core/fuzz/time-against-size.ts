import type { Shape } from "./worst-shapes.ts";

/** A parser of what a student writes, and the most that it is ever given. */
export interface Parser {
  readonly name: string;
  readonly cap: number;
  readonly parse: (text: string) => unknown;
}

/** Below this nothing can be too slow for its length on a machine that others use too. Milliseconds. */
const NOTICEABLE_MS = 150;
/** At its cap, on a machine that is as quick as the one `CALIBRATION_MS` was taken from. */
const MOST_MS = 1500;
/** A quarter of the text takes a quarter of the time; of what is quadratic, a sixteenth. */
const MOST_GROWTH = 10;
const TRIES = 3;
/** What `work` takes there. */
const CALIBRATION_MS = 6;

function work(): number {
  let sum = 0;
  for (let at = 0; at < 3_000_000; at += 1) sum = (Math.imul(sum, 31) + at) | 0;
  return sum;
}

function time(what: () => unknown): number {
  const begun = Date.now();
  what();
  return Date.now() - begun;
}

/** The quickest of some tries: others on the machine make a try slower and never quicker. */
const quickest = (tries: number, what: () => unknown): number =>
  Math.min(...Array.from({ length: tries }, () => time(what)));

/** How much slower this machine is just now than the one that was calibrated on; never below 1. */
const slowness = (): number => Math.max(1, quickest(3, work) / CALIBRATION_MS);

/**
 * What is wrong with the time that a parser takes for a shape; null when nothing is: it grows like the square of the
 * text, or is far too long at the cap. Whatever seems wrong is tried again.
 */
export function findSlowness({ cap, parse }: Parser, shape: Shape): string | null {
  const text = (part: number) => shape(Math.floor(cap / part)).slice(0, cap / part);
  const whole = text(1);
  let told = "";
  for (let tried = 0; tried < TRIES; tried += 1) {
    const large = quickest(1 + tried, () => parse(whole));
    if (large < NOTICEABLE_MS) return null;
    const quarter = text(4);
    const small = Math.max(
      1,
      quickest(3, () => parse(quarter)),
    );
    const allowed = MOST_MS * slowness();
    if (large / small <= MOST_GROWTH && large < allowed) return null;
    told = `${large} ms for ${cap} characters (${allowed.toFixed(0)} allowed), ${small} ms for a quarter`;
  }
  return told;
}
