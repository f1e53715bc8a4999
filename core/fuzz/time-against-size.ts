import type { Shape } from "./worst-shapes.ts";

/** A parser of what a student writes, and the most that it is ever given. */
export interface Parser {
  readonly name: string;
  readonly cap: number;
  readonly parse: (text: string) => unknown;
}

/** What a person may notice; on a quiet machine of some years ago. Milliseconds. */
const MOST_MS = 60;
/** Tests share their machine with others: a limit is passed only beyond this many times of it. */
const SLACK = 3;
/** Twice the text takes twice the time, of what is quadratic four times: of a quarter sixteen times in all. */
const MOST_GROWTH = 4 * 2.5;
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

/** How much slower this machine is just now than a quiet one; never below 1. */
function slowness(): number {
  return Math.max(1, median([time(work), time(work), time(work)]) / CALIBRATION_MS);
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/**
 * What is wrong with the time that a parser takes for a shape; null when nothing is. Whatever seems wrong is tried
 * again, because a busy machine makes a try slower and never quicker.
 */
export function findSlowness({ cap, parse }: Parser, shape: Shape): string | null {
  const [whole, half, quarter] = [1, 2, 4].map((part) => shape(Math.floor(cap / part)).slice(0, cap / part));
  let told = "";
  for (let tried = 0; tried < TRIES; tried += 1) {
    const first = time(() => parse(whole ?? ""));
    // Nothing that is done at once can be too slow, whatever it grows like.
    if (first < MOST_MS / 3) return null;
    const large = median([first, time(() => parse(whole ?? "")), time(() => parse(whole ?? ""))]);
    const allowed = MOST_MS * SLACK * slowness();
    const [middle, small] = [half, quarter].map((text = "") =>
      median([1, 2, 3].map(() => time(() => parse(text)))),
    );
    const growth = large / Math.max(small ?? 0, 1);
    if (large < allowed && (growth <= MOST_GROWTH || large < MOST_MS * slowness())) return null;
    told = `${large.toFixed(0)} ms for ${cap} characters (${allowed.toFixed(0)} allowed), ${(middle ?? 0).toFixed(1)} for half, ${(small ?? 0).toFixed(1)} for a quarter`;
  }
  return told;
}
