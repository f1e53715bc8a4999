"use client";

import type { ReactElement } from "react";
import type { EvidenceSource } from "../../../core/check/evidence-source.ts";
import type { PublicLab } from "../../../core/lab/open-workspace.ts";
import { BlockingFinding, CheckList, GradeSummary } from "../../report/check-list.tsx";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
import styles from "../../ui/panels.module.css";
import { describeRun } from "./describe-run.ts";
import type { RunsState } from "./runs-store.ts";

interface ChecksPanelProps {
  readonly lab: PublicLab;
  readonly state: RunsState;
  readonly onJump: (path: string, line: number) => void;
}

/** What is asked before, while and after it is judged. */
export function ChecksPanel({ lab, state, onJump }: ChecksPanelProps): ReactElement {
  const text = useText().runs;
  const words = text.checks;
  const run = state.runs.check;
  const working = run !== null && run.state !== "finished";
  if (working) {
    const open = lab.checks.filter((check) => !run.checks.some((result) => result.id === check.id));
    return (
      <div className={styles.checks}>
        <p className={styles.message}>{describeRun(text, run).text}</p>
        <ol className={styles.phases} aria-label={words.done}>
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
        <Asked title={words.toCome} checks={open} />
      </div>
    );
  }
  const { grade } = state;
  const ended =
    run !== null && run.outcome !== "passed" && run.grade === null ? describeRun(text, run).text : null;
  if (grade === null) {
    return (
      <div className={styles.checks}>
        <p className={styles.message}>{ended ?? announce(words, lab.source)}</p>
        <Asked title={words.asked} checks={lab.checks} />
      </div>
    );
  }
  return (
    <div className={styles.checks}>
      <p className={styles.origin}>{tellOrigin(words, lab.source)}</p>
      {ended === null ? null : (
        <p className={styles.message}>
          {ended} {words.before}
        </p>
      )}
      {grade.blocking === null ? null : <BlockingFinding blocking={grade.blocking} onJump={onJump} />}
      <CheckList checks={grade.checks} onJump={onJump} />
      <GradeSummary grade={grade} />
    </div>
  );
}

function announce(words: Text["runs"]["checks"], source: EvidenceSource): string {
  return {
    fresh: words.announceFresh,
    own: words.announceOwn,
    registry: words.announceRegistry,
    both: words.announceBoth,
  }[source];
}

function tellOrigin(words: Text["runs"]["checks"], source: EvidenceSource): string {
  return {
    fresh: words.fromFresh,
    own: words.fromOwn,
    registry: words.fromRegistry,
    both: words.fromBoth,
  }[source];
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
