import type { ParsedScript, Statement, SyntaxNode as ShellNode } from "unbash";
import { parseShell } from "../../core/shell/parse-shell.ts";
import { ALWAYS, both, either, type Formula, NEVER, not } from "./formula.ts";
import {
  endOf,
  isSilent,
  isZeroTest,
  looksAtExitCode,
  saysSuccess,
  SILENT,
  valueOf,
} from "./read-command-signs.ts";

/** Branches within branches: deeper is not followed. */
const DEEPEST = 20;

/** When the script ends with 0; null for no script. A script that ends badly in any other way is not told apart. */
export function readPassCondition(script: string): Formula | null {
  const parsed: ParsedScript | null = parseShell(script);
  if (parsed === null || (parsed.errors?.length ?? 0) > 0) return null;
  return new Follower().list(parsed.commands, ALWAYS, 0);
}

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
        const [name = "", first = ""] = [node.name?.value, valueOf(node.args[0])];
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
