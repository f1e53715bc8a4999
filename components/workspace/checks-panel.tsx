"use client";

import type { ReactElement } from "react";
import type { PublicLab } from "../../core/lab/open-workspace.ts";
import { BlockingFinding, CheckList, GradeSummary } from "../report/check-list.tsx";
import { describeRun } from "./describe-run.ts";
import styles from "./panels.module.css";
import type { RunsState } from "./runs-store.ts";

interface ChecksPanelProps {
  readonly lab: PublicLab;
  readonly state: RunsState;
  readonly onJump: (path: string, line: number) => void;
}

/** What is asked before, while and after it is judged. */
export function ChecksPanel({ lab, state, onJump }: ChecksPanelProps): ReactElement {
  const run = state.runs.check;
  const working = run !== null && run.state !== "finished";
  if (working) {
    const open = lab.checks.filter((check) => !run.checks.some((result) => result.id === check.id));
    return (
      <div className={styles.checks}>
        <p className={styles.message}>{describeRun(run).text}</p>
        <ol className={styles.phases} aria-label="What the check has done">
          {run.phases.map((phase, index) => {
            const now = index === run.phases.length - 1;
            return (
              <li key={index} aria-current={now ? "step" : undefined}>
                <span aria-hidden="true">{now ? "● " : "✓ "}</span>
                {phase}
              </li>
            );
          })}
        </ol>
        <CheckList checks={run.checks} onJump={onJump} />
        <Asked title="Still to come" checks={open} />
      </div>
    );
  }
  const { grade } = state;
  const ended = run !== null && run.outcome !== "passed" && run.grade === null ? describeRun(run).text : null;
  if (grade === null) {
    return (
      <div className={styles.checks}>
        <p className={styles.message}>{ended ?? announcements[sourceOf(lab)]}</p>
        <Asked title="What will be looked at" checks={lab.checks} />
      </div>
    );
  }
  return (
    <div className={styles.checks}>
      <p className={styles.origin}>{origins[sourceOf(lab)]}</p>
      {ended === null ? null : (
        <p className={styles.message}>{ended} What follows is from the check before.</p>
      )}
      {grade.blocking === null ? null : <BlockingFinding blocking={grade.blocking} onJump={onJump} />}
      <CheckList checks={grade.checks} onJump={onJump} />
      <GradeSummary grade={grade} />
    </div>
  );
}

/** Where results come from: a seat that nobody has touched, the student's own, some from each, the class registry. */
type Source = "fresh" | "own" | "both" | "registry";

function sourceOf({ checks }: PublicLab): Source {
  const own = checks.filter(({ kind }) => kind === "seat-state").length;
  const asked = checks.filter(({ kind }) => kind === "pushed").length;
  if (asked > 0 && asked + own === checks.length) return "registry";
  return own === 0 ? "fresh" : own === checks.length ? "own" : "both";
}

const announcements: Readonly<Record<Source, string>> = {
  fresh:
    "Check builds your files in a fresh seat that nobody has touched and judges what it finds there. It takes about a minute.",
  own: "Check looks at what your commands have left in your seat, as the engine there tells it. It takes a moment; do it after each step if you like.",
  registry:
    "Check asks the class registry what you have pushed, and your seat what you have left there. It takes a moment; do it after each step if you like.",
  both: "Check looks at the state of your own seat, and builds your files in a fresh one that nobody has touched. It takes about a minute.",
};

const origins: Readonly<Record<Source, string>> = {
  fresh: "Graded, from a fresh seat",
  own: "Taken from your own seat: what its engine says, and no proof",
  registry:
    "Graded by what the class registry says; what is marked is taken from your own seat, and no proof",
  both: "Graded, from a fresh seat; what is marked is taken from your own, and no proof",
};

function Asked({ title, checks }: { title: string; checks: PublicLab["checks"] }): ReactElement | null {
  if (checks.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ol className={styles.asked}>
        {checks.map((check) => (
          <li key={check.id}>{check.title}</li>
        ))}
      </ol>
    </>
  );
}
