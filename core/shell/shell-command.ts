/** A word of a command. */
export interface ShellWord {
  /** Without quotes and backslashes; variables and patterns stand as they are written: `$HOME/*.txt`. */
  readonly value: string;
  /** As it is written, quotes and all. */
  readonly text: string;
  /** Offsets in the text that was read; for a text within a text (`sh -c "..."`) those of the outer word. */
  readonly start: number;
  readonly end: number;
  /** The program gets exactly `value`: nothing in it that a shell replaces by something else. */
  readonly isLiteral: boolean;
  /** Names of the variables in it, each once. */
  readonly variables: readonly string[];
}

export interface ShellRedirect {
  /** ">", ">>", "<", ">&", "&>", "<<", "<<<", ... */
  readonly operator: string;
  /** Number in front of it: 2 in `2>&1`. */
  readonly descriptor: number | null;
  /** File, descriptor, or the name that ends a here-document. */
  readonly target: ShellWord | null;
  /** Text of a here-document. */
  readonly body: string | null;
}

/**
 * What a command is within. `test` is what `if`, `while` and `until` ask; `then`, `else`, `loop` and `case` run
 * depending on it. `after-and`, `after-or`: behind `&&`, `||`. `pipe`: one of several that `|` joins. `negated`:
 * behind `!`. `nested`: in the text of `sh -c "..."`, `substitution`: in `$(...)`.
 */
export type ShellFrame =
  | "test"
  | "then"
  | "else"
  | "loop"
  | "case"
  | "subshell"
  | "group"
  | "function"
  | "substitution"
  | "nested"
  | "background"
  | "negated"
  | "pipe"
  | "after-and"
  | "after-or";

/** One simple command, with its program as the first word. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** `NAME=value` in front of the words, or alone. */
  readonly assignments: readonly { readonly name: string; readonly value: ShellWord | null }[];
  readonly redirects: readonly ShellRedirect[];
  readonly start: number;
  readonly end: number;
  /** From the outermost to the innermost. */
  readonly within: readonly ShellFrame[];
  /** Position in its pipeline, and how many there are: 0 of 1 for one that is alone. */
  readonly pipe: { readonly index: number; readonly count: number };
  /**
   * The list that the command is directly in, and its place there: commands with the same `list` run one after the
   * other in the same shell. -1 is never given.
   */
  readonly list: number;
}
