import { setTimeout as pause } from "node:timers/promises";
import type { HealthWatch } from "../../core/check/judge-health-reacts.ts";
import type { HealthBeat } from "../../core/run/health-beat.ts";
import { inspectContainer, newBeats } from "../docker/container/inspect-container.ts";
import type { Engine } from "../docker/engine.ts";
import type { ContainerInspect } from "../docker/engine-schemas.ts";

const POLL_MS = 250;

/** Watches one container of a grading: its state, and each health probe once. */
export class ContainerWatch {
  readonly beats: HealthBeat[] = [];
  readonly #engine: Engine;
  readonly #id: string;
  readonly #signal: AbortSignal;
  readonly #onBeat: (beat: HealthBeat) => void;
  #last = 0;

  constructor(engine: Engine, id: string, signal: AbortSignal, onBeat: (beat: HealthBeat) => void) {
    this.#engine = engine;
    this.#id = id;
    this.#signal = signal;
    this.#onBeat = onBeat;
  }

  /** One look; null when the container is gone. */
  async look(): Promise<ContainerInspect | null> {
    const inspect = await inspectContainer(this.#engine, this.#id, this.#signal);
    if (inspect === null) return null;
    const { beats, last } = newBeats(inspect, this.#last);
    this.#last = last;
    for (const beat of beats) {
      this.beats.push(beat);
      this.#onBeat(beat);
    }
    return inspect;
  }

  /** Looks until `isThere` says so, the container ends, or the budget is spent. An abort rejects. */
  async until(
    isThere: (inspect: ContainerInspect, beats: readonly HealthBeat[]) => boolean,
    budgetMs: number,
  ): Promise<HealthWatch & { readonly ended: boolean }> {
    const begun = performance.now();
    const from = this.beats.length;
    for (;;) {
      const inspect = await this.look();
      const beats = this.beats.slice(from);
      const elapsed = performance.now() - begun;
      const ended = inspect === null || !isRunning(inspect);
      if (!ended && isThere(inspect, beats)) return { beats, reachedAfterMs: elapsed, ended: false };
      if (ended || elapsed > budgetMs) return { beats, reachedAfterMs: null, ended };
      await pause(POLL_MS, undefined, { signal: this.#signal });
    }
  }
}

export function isRunning(inspect: ContainerInspect): boolean {
  return inspect.State.Status === "running";
}

export function healthIs(status: "healthy" | "unhealthy") {
  return (inspect: ContainerInspect): boolean => inspect.State.Health?.Status === status;
}
