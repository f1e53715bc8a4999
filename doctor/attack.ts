import type { Ground } from "./ground.ts";

/** Where an attacker stands. */
export type Stand =
  | "a seat's root"
  | "a container in a seat"
  | "a build step"
  | "a lying engine"
  | "a file or an archive"
  | "the web"
  | "the web process's certificate"
  | "a services instance"
  | "the user drydock"
  | "a submission that is graded";

declare const judged: unique symbol;

/**
 * The wall held. `control` is what was seen to work, and so shows that a breach would have been seen. Only
 * `judgeClaims` and `judgeLines` make one, and they want the control.
 */
export interface Held {
  readonly contained: true;
  readonly evidence: string;
  readonly control: string;
  readonly [judged]: true;
}

export interface Through {
  readonly contained: false;
  readonly evidence: string;
}

/** What shows that an attack really attacked, and that it would have seen a breach. At least one, and all must hold. */
export type Control = Readonly<Record<string, boolean>>;

/**
 * How one attack ended: what was seen, in one or a few lines.
 * `absent`: what it attacks does not exist on this machine; says how that was seen. Nothing is left open.
 * `skipped`: it is there, or may be, and could not be tried; says why. The doctor then ends with 2.
 */
export type Verdict = Held | Through | { readonly absent: string } | { readonly skipped: string };

/** One attack. It brings a load to an end by itself, and touches nothing that the doctor has not put up. */
export interface Attack {
  /** "family/what", kept for good: people compare runs by it. */
  readonly id: string;
  readonly title: string;
  readonly from: Stand;
  /** The containment that is expected, in one sentence. */
  readonly expects: string;
  /** Wall time, default 90 s; one that takes longer counts as not tried. */
  readonly seconds?: number;
  /** True for one that loads the machine: no other runs beside it. */
  readonly loud?: boolean;
  readonly run: (ground: Ground, signal: AbortSignal) => Promise<Verdict>;
}

export interface AttackResult {
  readonly id: string;
  readonly title: string;
  readonly from: Stand;
  readonly expects: string;
  /** True only when it was tried and held. */
  readonly contained: boolean;
  /**
   * `absent`: what it attacks is not on this machine. `skipped`: it could not be tried here. `untried`: it broke off
   * before it could tell anything. `cut`: not run, or not to its end, for want of time.
   */
  readonly status: "contained" | "through" | "absent" | "skipped" | "untried" | "cut";
  readonly evidence: string;
  /** What was seen to work where there is no wall; empty unless contained. */
  readonly control: string;
  readonly durationMs: number;
}

/** One thing that is there or missing, before anything is attacked. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do next, where it is not ok. */
  readonly next?: string;
}

export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly attacks: readonly AttackResult[];
}
