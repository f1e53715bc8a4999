"use client";

import type { ReactElement } from "react";
import type { CheckResult, Evidence, GradeReport } from "../../core/check/result.ts";
import { formatDuration } from "../../core/text/format.ts";
import { useText } from "../text/use-text.tsx";
import { Words } from "../ui/words.tsx";
import styles from "./check-list.module.css";
import { Pulse } from "./pulse.tsx";

type Jump = (file: string, line: number) => void;

const signs: Readonly<Record<CheckResult["status"], string>> = { passed: "✓", failed: "✗", skipped: "–" };

/** What a check found, requirement by requirement: asked, found, where to look. Points last and small. */
export function CheckList({
  checks,
  onJump,
}: {
  checks: readonly CheckResult[];
  onJump: Jump;
}): ReactElement {
  const text = useText().report;
  return (
    <ol className={styles.checks}>
      {checks.map((check) => (
        <li
          key={check.id}
          className={styles.check}
          data-status={check.status}
          data-check={check.id}
          data-claim={check.takenFrom === "student-seat"}
        >
          <h3>
            <span aria-hidden="true" className={styles.sign}>
              {signs[check.status]}
            </span>
            {check.title}
            <span className={styles.word}>{text.status[check.status]}</span>
            {check.takenFrom === "student-seat" ? (
              <span className={styles.claim}>{text.takenFromSeat}</span>
            ) : null}
          </h3>
          {check.hint === null ? null : (
            <p className={styles.hint}>
              <Words text={check.hint} /> <Place file={check.file} line={check.line} onJump={onJump} />
            </p>
          )}
          {check.furtherHints === undefined || check.furtherHints.length === 0 ? null : (
            <ol className={styles.further} aria-label={text.furtherHints}>
              {check.furtherHints.map((hint) => (
                <li key={hint}>
                  <Words text={hint} />
                </li>
              ))}
            </ol>
          )}
          {check.evidence.length === 0 ? null : (
            <ul className={styles.evidence}>
              {check.evidence.map((each, index) => (
                <EvidenceLine key={index} evidence={each} onJump={onJump} />
              ))}
            </ul>
          )}
          <p className={styles.points}>{text.points(check.points, check.maxPoints)}</p>
        </li>
      ))}
    </ol>
  );
}

function EvidenceLine({ evidence, onJump }: { evidence: Evidence; onJump: Jump }): ReactElement {
  const text = useText().report;
  return (
    <li data-ok={evidence.ok}>
      <span aria-hidden="true" className={styles.sign}>
        {evidence.ok ? "✓" : "✗"}
      </span>
      <span className="unseen">{evidence.ok ? text.inOrder : text.notInOrder} </span>
      <span className={styles.asked}>{evidence.asked}</span>
      <span className={styles.found}>{evidence.found}</span>
      <Place file={evidence.file} line={evidence.line} onJump={onJump} />
    </li>
  );
}

function Place({
  file,
  line,
  onJump,
}: {
  file: string | null;
  line: number | null;
  onJump: Jump;
}): ReactElement | null {
  const text = useText().report;
  if (line === null) return null;
  const path = file ?? "Dockerfile";
  return (
    <button type="button" className={styles.jump} onClick={() => onJump(path, line)}>
      {text.place(path, line)}
    </button>
  );
}

/** One finding that stands before all checks: the image does not build, or the container does not start. */
export function BlockingFinding({
  blocking,
  onJump,
}: {
  blocking: NonNullable<GradeReport["blocking"]>;
  onJump: Jump;
}): ReactElement {
  const text = useText().report;
  return (
    <section className={styles.blocking} aria-labelledby="blocking-title">
      <h3 id="blocking-title">
        <span aria-hidden="true" className={styles.sign}>
          ✗
        </span>
        {blocking.title}
      </h3>
      <p>
        <Words text={blocking.explanation} /> <Place file={null} line={blocking.line} onJump={onJump} />
      </p>
      <p>{text.blocked}</p>
      {blocking.log === "" ? null : <LogExcerpt log={blocking.log} />}
    </section>
  );
}

/** The judgement as a whole, after the checks: beats seen while grading, then the score. */
export function GradeSummary({ grade }: { grade: GradeReport }): ReactElement {
  const text = useText().report;
  const beats = grade.run?.health ?? [];
  return (
    <footer className={styles.summary}>
      {beats.length === 0 ? null : (
        <details>
          <summary>{text.beatsWhileGraded}</summary>
          <Pulse beats={beats} label={text.beatsInGradingSeat} none={text.noBeat} />
        </details>
      )}
      {grade.run === null || grade.run.log === "" ? null : (
        <details>
          <summary>{text.logInGradingSeat}</summary>
          <LogExcerpt log={grade.run.log} />
        </details>
      )}
      <p className={styles.points}>
        {text.score(grade.score, grade.maxScore, formatDuration(grade.durationMs))}
      </p>
    </footer>
  );
}

function LogExcerpt({ log }: { log: string }): ReactElement {
  const text = useText().workspace.tabs;
  return (
    // Longer than its box, so it has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} aria-label={text.log} role="region">
      {log}
    </pre>
  );
}
