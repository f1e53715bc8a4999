import type { ParsedScript, Statement, SyntaxNode as ShellNode } from "unbash";
import { parseShell } from "../../core/shell/parse-shell.ts";

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
/** Branches within branches: deeper is not followed. */
const DEEPEST = 20;

/** When the script ends with 0; null for no script. A script that ends badly in any other way is not told apart. */
export function readPassCondition(script: string): Formula | null {
  const parsed: ParsedScript | null = parseShell(script);
  if (parsed === null || (parsed.errors?.length ?? 0) > 0) return null;
  return new Follower().list(parsed.commands, ALWAYS, 0);
}

export function both(...parts: readonly Formula[]): Formula {
  const flat = parts
    .flatMap((one) => (one.kind === "all" ? one.parts : [one]))
    .filter(({ kind }) => kind !== "always");
  if (flat.some(({ kind }) => kind === "never")) return NEVER;
  const [first] = flat;
  return first === undefined ? ALWAYS : flat.length === 1 ? first : { kind: "all", parts: flat };
}

function either(...parts: readonly Formula[]): Formula {
  const left = parts.filter(({ kind }) => kind !== "never");
  if (left.some(({ kind }) => kind === "always")) return ALWAYS;
  const [first] = left;
  return first === undefined ? NEVER : left.length === 1 ? first : { kind: "one", parts: left };
}

function not(formula: Formula): Formula {
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

/** Programs that say or prepare something, and ask nothing. */
const SILENT =
  /^(?:echo|printf|set|shopt|export|cd|date|sleep|true|:|source|\.|trap|local|readonly|declare|umask|pwd|clear|rm|mkdir|touch|chmod)$/;
/** What old scenarios print when a step is done: there it is the answer, and not the exit code. */
const SUCCESS = /\b(?:done|ok|success\w*|pass(?:ed)?|correct|well done|congrat\w*|verified)\b/i;

/**
 * Follows a script statement by statement. `rest` is the condition of what comes after: an `exit` does without it. A
 * bare command that asks something is meant to hold, with `set -e` or without: whoever writes it wants it to.
 */
class Follower {
  /** What was asked last, for `$?`. */
  #asked: Formula = ALWAYS;

  list(statements: readonly Statement[], rest: Formula, depth: number): Formula {
    if (depth > DEEPEST) return { kind: "unknown", at: statements[0]?.pos ?? 0 };
    // From the last to the first: `from[index]` is the condition of all from there on.
    const from: Formula[] = [];
    from[statements.length] = rest;
    for (let index = statements.length - 1; index >= 0; index -= 1) {
      const command = statements[index]?.command;
      const next = statements[index + 1]?.command;
      if (command === undefined) continue;
      // Its exit code is looked at in the next line, and decides there.
      if (next !== undefined && looksAtExitCode(next)) {
        const before = this.#asked;
        this.#asked = this.#asks(command, depth);
        from[index] = this.#node(next, from[index + 2] ?? rest, depth);
        this.#asked = before;
      } else from[index] = this.#node(command, from[index + 1] ?? rest, depth);
    }
    return from[0] ?? rest;
  }

  /** Passes when this node is followed by `rest`. */
  #node(node: ShellNode, rest: Formula, depth: number): Formula {
    switch (node.type) {
      case "Command": {
        const [name = "", first = ""] = [node.name?.value, node.args[0]?.value];
        if (name === "exit" || name === "return")
          return first === "" || first === "0"
            ? ALWAYS
            : /^\d+$/.test(first)
              ? NEVER
              : first === "$?"
                ? this.#asked
                : { kind: "unknown", at: node.pos };
        if (name === "false") return NEVER;
        if (SILENT.test(name) || name === "") return rest;
        return both(this.#asks(node, depth), rest);
      }
      case "Pipeline":
        return both(this.#asks(node, depth), rest);
      case "TestCommand":
        return both(this.#asks(node, depth), rest);
      case "AndOr": {
        const [first, ...more] = node.commands;
        if (first === undefined) return rest;
        return this.#chain(
          first,
          more.map((command, index) => ({ command, operator: node.operators[index] ?? "&&" })),
          rest,
          depth,
        );
      }
      case "If": {
        const condition = this.#condition(node.clause, depth);
        const branches = [
          { condition, body: node.then },
          ...node.elif.map(({ clause, then }) => ({ condition: this.#condition(clause, depth), body: then })),
        ];
        const otherwise = node.else;
        const last = otherwise === undefined ? rest : this.#branch(otherwise, rest, depth);
        return branches.reduceRight<Formula>((result, { condition: asked, body }) => {
          const inside = this.#branch(body, rest, depth);
          // `if x; then echo done; fi` at the end: what it says is the answer.
          if (result === rest && inside === rest) return saysSuccess(body) ? both(asked, rest) : rest;
          return either(both(asked, inside), both(not(asked), result));
        }, last);
      }
      case "CompoundList":
        return this.list(node.commands, rest, depth + 1);
      case "BraceGroup":
      case "Subshell":
        return this.#branch(node.body, rest, depth);
      case "Redirected":
        return this.#node(node.command, rest, depth);
      case "Statement":
        return this.#node(node.command, rest, depth);
      default:
        return both({ kind: "unknown", at: node.pos }, rest);
    }
  }

  #branch(body: ShellNode, rest: Formula, depth: number): Formula {
    return body.type === "CompoundList"
      ? this.list(body.commands, rest, depth + 1)
      : this.#node(body, rest, depth + 1);
  }

  /** `a || exit 1`, `a && b`, `a && exit 0 || exit 1` */
  #chain(
    first: ShellNode,
    more: readonly { command: ShellNode; operator: string }[],
    rest: Formula,
    depth: number,
  ): Formula {
    // Where the script still goes on, behind a command that ended well, and behind one that did not.
    let well: Formula = isSilent(first) ? ALWAYS : this.#group(first, depth);
    let badly: Formula = not(well);
    let ended: Formula = NEVER;
    let hasEnded = false;
    let decides: "well" | "either" = "well";
    for (const { command, operator } of more) {
      const isAnd = operator === "&&";
      const leaves = endOf(command);
      decides = "well";
      if (leaves !== null) {
        if (leaves) ended = either(ended, isAnd ? well : badly);
        if (isAnd) well = NEVER;
        else badly = NEVER;
        hasEnded = true;
        decides = "either";
      } else if (isSilent(command)) {
        // `a || true`: it does not matter how a ends. `a && echo ...`: only where what it says is the answer.
        if (!isAnd) well = hasEnded ? either(well, badly) : ALWAYS;
        else if (!saysSuccess(command)) decides = "either";
        if (!isAnd) badly = NEVER;
      } else {
        const asked = this.#group(command, depth);
        const [was, wasNot] = [well, badly];
        well = isAnd ? both(was, asked) : either(was, both(wasNot, asked));
        badly = isAnd ? either(wasNot, both(was, not(asked))) : both(wasNot, not(asked));
      }
    }
    const goesOn = decides === "well" ? well : hasEnded ? either(well, badly) : ALWAYS;
    return either(ended, both(goesOn, rest));
  }

  /** `{ echo "no"; exit 1; }` behind `||`: where it is reached nothing else counts. */
  #group(node: ShellNode, depth: number): Formula {
    return node.type === "BraceGroup" || node.type === "Subshell"
      ? this.#branch(node.body, ALWAYS, depth)
      : this.#asks(node, depth);
  }

  #condition(clause: ShellNode, depth: number): Formula {
    if (clause.type === "CompoundList") {
      const last = clause.commands.at(-1);
      return clause.commands.length === 1 && last !== undefined
        ? this.#condition(last.command, depth)
        : { kind: "unknown", at: clause.pos };
    }
    if (clause.type === "Statement") return this.#condition(clause.command, depth);
    if (clause.type === "AndOr") {
      return clause.commands.reduce<Formula>((result, command, index) => {
        const asked = this.#condition(command, depth);
        if (index === 0) return asked;
        return clause.operators[index - 1] === "&&" ? both(result, asked) : either(result, asked);
      }, ALWAYS);
    }
    return this.#asks(clause, depth);
  }

  /** What a command or pipeline asks, `!` in front of it included. */
  #asks(node: ShellNode, depth: number): Formula {
    if (node.type === "Statement" || node.type === "Redirected") return this.#asks(node.command, depth);
    if (node.type === "Command") {
      if (node.name?.value === "true" || node.name?.value === ":") return ALWAYS;
      if (node.name?.value === "false") return NEVER;
      if (looksAtExitCode(node)) return isZeroTest(node) ? this.#asked : not(this.#asked);
      return { kind: "ask", question: { node, at: node.pos }, holds: true };
    }
    if (node.type === "Pipeline") {
      const negated = node.prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
      const [only] = node.commands;
      if (node.commands.length === 1 && only !== undefined)
        return negated ? not(this.#asks(only, depth)) : this.#asks(only, depth);
      return { kind: "ask", question: { node, at: node.pos }, holds: !negated };
    }
    if (node.type === "TestCommand") {
      if (looksAtExitCode(node)) return isZeroTest(node) ? this.#asked : not(this.#asked);
      return { kind: "ask", question: { node, at: node.pos }, holds: true };
    }
    if (node.type === "BraceGroup" || node.type === "Subshell") return this.#branch(node.body, ALWAYS, depth);
    if (node.type === "AndOr") return this.#condition(node, depth);
    return { kind: "unknown", at: node.pos };
  }
}

const sourceOf = (node: ShellNode): string =>
  node.type === "Command" ? [node.name, ...node.args].map((word) => word?.text ?? "").join(" ") : "";

/** `[ $? -eq 0 ]`, or an `if` that asks it. */
function looksAtExitCode(node: ShellNode): boolean {
  if (node.type === "If") return looksAtExitCode(node.clause);
  if (node.type === "CompoundList")
    return (
      node.commands.length === 1 &&
      node.commands[0] !== undefined &&
      looksAtExitCode(node.commands[0].command)
    );
  if (node.type === "Statement") return looksAtExitCode(node.command);
  if (node.type === "Command")
    return /^(?:\[|test) "?\$\?"? (?:-eq|-ne|==?|!=) "?0"?(?: \])?$/.test(sourceOf(node));
  return false;
}

const isZeroTest = (node: ShellNode): boolean => / (?:-eq|==?) /.test(sourceOf(node));

/** How a command ends the script: true for well, false for badly; null when it goes on. */
function endOf(node: ShellNode): boolean | null {
  if (node.type === "Command" && (node.name?.value === "exit" || node.name?.value === "return"))
    return (node.args[0]?.value ?? "0") === "0";
  if (node.type === "Command" && node.name?.value === "false") return false;
  if (node.type === "BraceGroup" || node.type === "Subshell") return endOf(node.body);
  if (node.type === "Statement") return endOf(node.command);
  if (node.type === "CompoundList") {
    const last = node.commands.at(-1);
    return node.commands.slice(0, -1).every(({ command }) => isSilent(command)) && last !== undefined
      ? endOf(last.command)
      : null;
  }
  return null;
}

function isSilent(node: ShellNode): boolean {
  if (node.type === "Statement" || node.type === "Redirected") return isSilent(node.command);
  return node.type === "Command" && (node.name === undefined || SILENT.test(node.name.value));
}

function saysSuccess(node: ShellNode): boolean {
  if (node.type === "CompoundList") return node.commands.some(({ command }) => saysSuccess(command));
  if (node.type === "Statement") return saysSuccess(node.command);
  return (
    node.type === "Command" &&
    /^(?:echo|printf)$/.test(node.name?.value ?? "") &&
    node.args.some(({ value }) => SUCCESS.test(value))
  );
}
