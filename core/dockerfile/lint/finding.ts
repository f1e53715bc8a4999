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
}

export type LintRuleId =
  | "pinned-base"
  | "apt-cleanup"
  | "pip-cache"
  | "copy-before-install"
  | "secret-in-environment"
  | "exec-form"
  | "non-root-user"
  | "health-check"
  | "add-for-copy";

/** One practice that a Dockerfile does not follow. The build works all the same. */
export interface LintFinding {
  readonly rule: LintRuleId;
  /** Number of hadolint's rule for the same thing; null where it has none. */
  readonly hadolint: string | null;
  readonly severity: "warning" | "info";
  readonly range: TextRange;
  /** What is there, in a few words. */
  readonly message: string;
  /** Two sentences: what it does, what to do about it. */
  readonly why: string;
  readonly fix: LintFix | null;
}
