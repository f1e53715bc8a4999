import type { ReactElement } from "react";
import type { CheckResult, Evidence, GradeReport } from "../../core/check/result.ts";
import { formatDuration } from "../ui/format.ts";
import { Words } from "../ui/words.tsx";
import styles from "./check-list.module.css";
import { Pulse } from "./pulse.tsx";

type Jump = (file: string, line: number) => void;

const words: Readonly<Record<CheckResult["status"], { sign: string; word: string }>> = {
  passed: { sign: "✓", word: "passed" },
  failed: { sign: "✗", word: "not yet" },
  skipped: { sign: "–", word: "skipped" },
};

/** What a check found, requirement by requirement: asked, found, where to look. Points last and small. */
export function CheckList({
  checks,
  onJump,
}: {
  checks: readonly CheckResult[];
  onJump: Jump;
}): ReactElement {
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
              {words[check.status].sign}
            </span>
            {check.title}
            <span className={styles.word}>{words[check.status].word}</span>
            {check.takenFrom === "student-seat" ? (
              <span className={styles.claim}>taken from your seat</span>
            ) : null}
          </h3>
          {check.hint === null ? null : (
            <p className={styles.hint}>
              <Words text={check.hint} /> <Place file={check.file} line={check.line} onJump={onJump} />
            </p>
          )}
          {check.furtherHints === undefined || check.furtherHints.length === 0 ? null : (
            <ol className={styles.further} aria-label="Further hints">
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
          <p className={styles.points}>
            {check.points} of {check.maxPoints} points
          </p>
        </li>
      ))}
    </ol>
  );
}

function EvidenceLine({ evidence, onJump }: { evidence: Evidence; onJump: Jump }): ReactElement {
  return (
    <li data-ok={evidence.ok}>
      <span aria-hidden="true" className={styles.sign}>
        {evidence.ok ? "✓" : "✗"}
      </span>
      <span className="unseen">{evidence.ok ? "In order: " : "Not in order: "}</span>
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
  if (line === null) return null;
  const path = file ?? "Dockerfile";
  return (
    <button type="button" className={styles.jump} onClick={() => onJump(path, line)}>
      {path}, line {line}
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
      <p>What depends on it was skipped. Settle this first.</p>
      {blocking.log === "" ? null : <LogExcerpt log={blocking.log} />}
    </section>
  );
}

/** The judgement as a whole, after the checks: beats seen while grading, then the score. */
export function GradeSummary({ grade }: { grade: GradeReport }): ReactElement {
  const beats = grade.run?.health ?? [];
  return (
    <footer className={styles.summary}>
      {beats.length === 0 ? null : (
        <details>
          <summary>Health beats while the grader ran your image, the freeze included</summary>
          <Pulse beats={beats} label="Health beats in the grading seat" />
        </details>
      )}
      {grade.run === null || grade.run.log === "" ? null : (
        <details>
          <summary>Log of your app in the grading seat</summary>
          <LogExcerpt log={grade.run.log} />
        </details>
      )}
      <p className={styles.points}>
        {grade.score} of {grade.maxScore} points, graded in {formatDuration(grade.durationMs)}
      </p>
    </footer>
  );
}

function LogExcerpt({ log }: { log: string }): ReactElement {
  return (
    // Longer than its box, so it has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} aria-label="Log" role="region">
      {log}
    </pre>
  );
}
