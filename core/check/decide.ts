import type { CheckResult, Evidence } from "./result.ts";

/** What every check of a lab has, whatever its kind. */
export interface CheckHead {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

export interface Hint {
  readonly text: string;
  readonly line?: number | null;
  readonly file?: string | null;
}

/** A check is passed when there is no hint left to give: all points or none. */
export function decide(check: CheckHead, found: readonly Evidence[], hint: Hint | null): CheckResult {
  return {
    id: check.id,
    title: check.title,
    status: hint === null ? "passed" : "failed",
    points: hint === null ? check.points : 0,
    maxPoints: check.points,
    evidence: found.map((one) => ({ ...one, found: clip(one.found), asked: clip(one.asked) })),
    hint: hint === null ? null : clip(hint.text),
    line: hint?.line ?? null,
    file: hint === null ? null : (hint.file ?? "Dockerfile"),
  };
}

/** For a check that could not be judged because of something before it. It costs its points. */
export function skipped(check: CheckHead, because: string): CheckResult {
  return {
    id: check.id,
    title: check.title,
    status: "skipped",
    points: 0,
    maxPoints: check.points,
    evidence: [],
    hint: because,
    line: null,
    file: null,
  };
}

/** One line of evidence about the Dockerfile, or about no file when there is no line. */
export function evidenceOf(asked: string, found: string, ok: boolean, line: number | null = null): Evidence {
  return { asked, found, ok, line, file: line === null ? null : "Dockerfile" };
}

/** What a student's program printed may be long; evidence is read by people. */
const LONGEST = 2000;

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
