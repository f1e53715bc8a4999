"use client";

import type { ReactElement } from "react";
import type { BuildStep } from "../../core/run/build-step.ts";
import { formatBytes, formatDuration } from "../../core/text/format.ts";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import { sortSteps } from "./sort-steps.ts";
import styles from "./step-list.module.css";

const signs: Readonly<Record<BuildStep["state"], string>> = {
  pending: "·",
  running: "●",
  done: "✓",
  cached: "=",
  failed: "✗",
  canceled: "○",
};

export interface StepListProps {
  readonly steps: readonly BuildStep[];
  readonly progress: Readonly<Record<string, { label: string; current: number; total: number | null }>>;
  readonly onChoose: (step: BuildStep) => void;
}

/** The build as a list: what each step is, how it went, how long it took. */
export function StepList({ steps, progress, onChoose }: StepListProps): ReactElement {
  const text = useText();
  const words = text.terminal;
  return (
    <ol className={styles.steps} aria-label={words.steps}>
      {sortSteps(steps).map((step) => {
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
                {signs[step.state]}
              </span>
              <span className={styles.name}>{step.name}</span>
              <span className={styles.facts}>
                {words.stepStates[step.state]}
                {step.state === "done" && step.durationMs !== null
                  ? ` ${formatDuration(step.durationMs)}`
                  : ""}
                {step.line === null ? "" : `, ${words.line(step.line)}`}
                {bar === undefined ? "" : `, ${describeProgress(text.seat, bar)}`}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function describeProgress(
  text: Text["seat"],
  { current, total }: { current: number; total: number | null },
): string {
  return total === null ? formatBytes(current) : text.amountOf(formatBytes(current), formatBytes(total));
}
