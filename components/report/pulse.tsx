"use client";

import { type ReactElement, useState } from "react";
import type { HealthBeat } from "../../core/run/health-beat.ts";
import { formatClock, formatDuration } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import styles from "./pulse.module.css";

const SHOWN = 60;

const looks: Readonly<Record<HealthBeat["status"], { sign: string; tone: string }>> = {
  starting: { sign: "…", tone: "busy" },
  healthy: { sign: "✓", tone: "good" },
  unhealthy: { sign: "✗", tone: "broken" },
  none: { sign: "·", tone: "quiet" },
};

/** Health checks as a row of beats: when, how long, exit code, what the container's status was after it. */
export function Pulse({
  beats,
  label,
  none,
}: {
  beats: readonly HealthBeat[];
  label: string;
  /** Said where there is no beat. */
  none: string;
}): ReactElement {
  const text = useText();
  const words = text.runs.health;
  const [chosen, setChosen] = useState<number | null>(null);
  const view = beats.slice(-SHOWN);
  const open = view.find((beat) => beat.at === chosen) ?? view.at(-1);
  if (open === undefined) {
    return <p className={styles.none}>{none}</p>;
  }
  const status = view.at(-1)?.status ?? "none";
  const now = looks[status];
  return (
    <section aria-label={label}>
      <p className={styles.now} data-tone={now.tone}>
        <span aria-hidden="true">{now.sign} </span>
        {words[status]}
      </p>
      <ol className={styles.beats}>
        {/* Newest first and laid from right to left: the newest is in view without a script that scrolls. */}
        {view.toReversed().map((beat, index) => {
          const { tone } = looks[beat.status];
          return (
            <li key={`${beat.at}-${view.length - index}`}>
              <button
                type="button"
                className={styles.beat}
                data-tone={tone}
                data-failed={beat.exitCode !== 0}
                aria-pressed={beat === open}
                onClick={() => setChosen(beat.at)}
              >
                <span className={styles.probe}>
                  <span aria-hidden="true" className={styles.sign}>
                    {beat.exitCode === 0 ? "✓" : "✗"}
                  </span>{" "}
                  {beat.exitCode === 0 ? text.report.beat.ok : text.report.beat.exit(beat.exitCode)}
                </span>
                <span className={styles.word}>{words[beat.status]}</span>
                <span className={styles.small}>{formatClock(beat.at)}</span>
                <span className={styles.small}>{formatDuration(beat.durationMs)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <div className={styles.open}>
        <p>
          {/* The clock is the reader's, which the server does not know. */}
          {text.report.beatAt} <time suppressHydrationWarning>{formatClock(open.at)}</time>
          {text.report.beatEnded(open.exitCode, formatDuration(open.durationMs), words[open.status])}
        </p>
        <pre>{open.output.trim() === "" ? text.report.silentProbe : open.output}</pre>
      </div>
    </section>
  );
}
