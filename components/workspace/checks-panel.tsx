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

/** The five requirements before, while and after they are judged in a seat that nobody has touched. */
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
        <p className={styles.message}>
          {ended ??
            "Check builds your files in a fresh seat that nobody has touched and judges what it finds there. It takes about a minute."}
        </p>
        <Asked title="What will be looked at" checks={lab.checks} />
      </div>
    );
  }
  return (
    <div className={styles.checks}>
      <p className={styles.origin}>Graded, from a fresh seat</p>
      {ended === null ? null : (
        <p className={styles.message}>{ended} What follows is from the check before.</p>
      )}
      {grade.blocking === null ? null : <BlockingFinding blocking={grade.blocking} onJump={onJump} />}
      <CheckList checks={grade.checks} onJump={onJump} />
      <GradeSummary grade={grade} />
    </div>
  );
}

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
