"use client";

import { useState, type ReactElement } from "react";
import type { HealthBeat } from "../../core/run/health-beat.ts";
import { formatClock, formatDuration } from "../ui/format.ts";
import styles from "./pulse.module.css";

const shown = 60;

const statusWords: Readonly<Record<HealthBeat["status"], { sign: string; word: string; tone: string }>> = {
  starting: { sign: "…", word: "starting", tone: "busy" },
  healthy: { sign: "✓", word: "healthy", tone: "good" },
  unhealthy: { sign: "✗", word: "unhealthy", tone: "broken" },
  none: { sign: "·", word: "no health check", tone: "quiet" },
};

/** Health checks as a row of beats: when, how long, exit code, what the container's status was after it. */
export function Pulse({ beats, label }: { beats: readonly HealthBeat[]; label: string }): ReactElement {
  const [chosen, setChosen] = useState<number | null>(null);
  const view = beats.slice(-shown);
  const open = view.find((beat) => beat.at === chosen) ?? view.at(-1);
  if (open === undefined) {
    return <p className={styles.none}>No beat yet: the first comes one interval after the start.</p>;
  }
  const now = statusWords[view.at(-1)?.status ?? "none"];
  return (
    <section aria-label={label}>
      <p className={styles.now} data-tone={now.tone}>
        <span aria-hidden="true">{now.sign} </span>
        {now.word}
      </p>
      <ol className={styles.beats}>
        {/* Newest first and laid from right to left: the newest is in view without a script that scrolls. */}
        {view.toReversed().map((beat, index) => {
          const { word, tone } = statusWords[beat.status];
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
                  {beat.exitCode === 0 ? "ok" : `exit ${beat.exitCode}`}
                </span>
                <span className={styles.word}>{word}</span>
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
          Beat at <time suppressHydrationWarning>{formatClock(open.at)}</time>: exit code {open.exitCode}{" "}
          after {formatDuration(open.durationMs)}, then {statusWords[open.status].word}
        </p>
        <pre>{open.output.trim() === "" ? "The probe printed nothing." : open.output}</pre>
      </div>
    </section>
  );
}
