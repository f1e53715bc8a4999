import type { SyntaxNode as ShellNode } from "unbash";

/** One thing that a script asks: a pipeline, or a test of `[`. Null where it is not understood. */
export interface Question {
  readonly node: ShellNode;
  /** 0-based offset in the script. */
  readonly at: number;
}

/** When a script ends well, as far as it can be read. */
export type Formula =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  | { readonly kind: "ask"; readonly question: Question; readonly holds: boolean }
  | { readonly kind: "unknown"; readonly at: number }
  | { readonly kind: "all"; readonly parts: readonly Formula[] }
  | { readonly kind: "one"; readonly parts: readonly Formula[] };

export const ALWAYS: Formula = { kind: "always" };
export const NEVER: Formula = { kind: "never" };
export function both(...parts: readonly Formula[]): Formula {
  const flat = parts
    .flatMap((one) => (one.kind === "all" ? one.parts : [one]))
    .filter(({ kind }) => kind !== "always");
  if (flat.some(({ kind }) => kind === "never")) return NEVER;
  const [first] = flat;
  return first === undefined ? ALWAYS : flat.length === 1 ? first : { kind: "all", parts: flat };
}

export function either(...parts: readonly Formula[]): Formula {
  const left = parts.filter(({ kind }) => kind !== "never");
  if (left.some(({ kind }) => kind === "always")) return ALWAYS;
  const [first] = left;
  return first === undefined ? NEVER : left.length === 1 ? first : { kind: "one", parts: left };
}

export function not(formula: Formula): Formula {
  switch (formula.kind) {
    case "always":
      return NEVER;
    case "never":
      return ALWAYS;
    case "ask":
      return { ...formula, holds: !formula.holds };
    case "unknown":
      return formula;
    case "all":
      return { kind: "one", parts: formula.parts.map(not) };
    case "one":
      return { kind: "all", parts: formula.parts.map(not) };
  }
}
