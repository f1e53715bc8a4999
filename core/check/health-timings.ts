import type { HealthcheckConfig } from "../image/report.ts";

/** A health check's times as the engine takes them, in milliseconds. */
export interface HealthTimings {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  /** From the start to the first probe. */
  readonly firstMs: number;
  /** From the moment an app hangs to unhealthy, at the latest. */
  readonly noticedMs: number;
}

/** The engine's own interval and timeout. */
export const DEFAULT_HEALTH_MS = 30_000;
const DEFAULT_RETRIES = 3;
/** Within a start period the engine asks more often. */
const START_INTERVAL_MS = 5000;

/** Failures in a row that the grader asks for: one slow probe on a busy machine is no answer. */
export const TRIED_RETRIES = 2;

/** How long a frozen app is watched, in ms: the lab's budget, and the probes that hang until their own timeout. */
export const noticeBudgetMs = (budgetSeconds: number, timeoutMs: number): number =>
  budgetSeconds * 1000 + TRIED_RETRIES * timeoutMs;

/** Fills in the engine's own defaults: 30 s, 30 s, 3 tries. Zero means the default, as it does to the engine. */
export function healthTimings(declared: HealthcheckConfig): HealthTimings {
  const intervalMs = declared.intervalMs || DEFAULT_HEALTH_MS;
  const timeoutMs = declared.timeoutMs || DEFAULT_HEALTH_MS;
  const retries = declared.retries || DEFAULT_RETRIES;
  const firstMs = declared.startPeriodMs ? Math.min(START_INTERVAL_MS, intervalMs) : intervalMs;
  return { intervalMs, timeoutMs, retries, firstMs, noticedMs: retries * (intervalMs + timeoutMs) };
}
