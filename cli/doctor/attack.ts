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
  | "a submission that is graded"
  | "the user drydock";

/** How one attack ended: what was seen, in one or a few lines. `skipped` says why it could not be tried. */
export type Verdict =
  { readonly contained: boolean; readonly evidence: string } | { readonly skipped: string };

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
  /** `untried`: it broke off before it could tell anything. `cut`: not run, or not to its end, for want of time. */
  readonly status: "contained" | "through" | "skipped" | "untried" | "cut";
  readonly evidence: string;
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
