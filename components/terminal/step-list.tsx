"use client";

import type { ReactElement } from "react";
import type { BuildStep } from "../../core/run/build-step.ts";
import { formatBytes, formatDuration } from "../ui/format.ts";
import { sortSteps } from "./sort-steps.ts";
import styles from "./step-list.module.css";

const words: Readonly<Record<BuildStep["state"], { sign: string; word: string }>> = {
  pending: { sign: "·", word: "waiting" },
  running: { sign: "●", word: "running" },
  done: { sign: "✓", word: "done" },
  cached: { sign: "=", word: "cached" },
  failed: { sign: "✗", word: "failed" },
  canceled: { sign: "○", word: "stopped" },
};

export interface StepListProps {
  readonly steps: readonly BuildStep[];
  readonly progress: Readonly<Record<string, { label: string; current: number; total: number | null }>>;
  readonly onChoose: (step: BuildStep) => void;
}

/** The build as a list: what each step is, how it went, how long it took. */
export function StepList({ steps, progress, onChoose }: StepListProps): ReactElement {
  return (
    <ol className={styles.steps} aria-label="Steps of the build">
      {sortSteps(steps).map((step) => {
        const { sign, word } = words[step.state];
        const bar = step.state === "running" ? progress[step.id] : undefined;
        return (
          <li key={step.id}>
            <button
              type="button"
              className={styles.step}
              data-state={step.state}
              onClick={() => onChoose(step)}
            >
              <span aria-hidden="true" className={styles.sign}>
                {sign}
              </span>
              <span className={styles.name}>{step.name}</span>
              <span className={styles.facts}>
                {word}
                {step.state === "done" && step.durationMs !== null
                  ? ` ${formatDuration(step.durationMs)}`
                  : ""}
                {step.line === null ? "" : `, line ${step.line}`}
                {bar === undefined ? "" : `, ${describeProgress(bar)}`}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function describeProgress({ current, total }: { current: number; total: number | null }): string {
  return total === null ? formatBytes(current) : `${formatBytes(current)} of ${formatBytes(total)}`;
}
