import type { AdviceRule } from "./rules.ts";

/** A stretch of a text, lines and columns from 1, the end not included. */
export interface TextRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** A change that does away with a finding and keeps what the line is for. */
export interface LintFix {
  readonly title: string;
  /** In the order of the text; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Besides the edits: every line of the file is to end with LF. */
  readonly lineEnds?: "lf";
}

/** A file of the workspace. */
export interface TextFile {
  readonly path: string;
  readonly content: string;
}

/**
 * error: it will not work as written. warning: it works, and costs size, time, safety or the same result
 * tomorrow. info: worth knowing.
 */
export type Severity = "error" | "warning" | "info";

/** One practice that a file does not follow. */
export interface LintFinding {
  readonly rule: AdviceRule;
  /** Number of hadolint's rule for the same thing; null where it has none. */
  readonly hadolint: string | null;
  readonly severity: Severity;
  readonly range: TextRange;
  /** What is there, in a few words. */
  readonly message: string;
  /** Two sentences: what it does, what to do about it. */
  readonly why: string;
  readonly fix: LintFix | null;
}
