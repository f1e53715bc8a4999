import type { CommandExpansionPart, ParsedScript, SyntaxNode, Word } from "unbash";
import { parseShell } from "../../core/shell/parse-shell.ts";

/** What a script's variables stand for, each given once: a text, or what a command prints. */
export interface ShellVariables {
  readonly texts: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, SyntaxNode>;
}

/** Variables that the script's own lines set, once each and not in a branch. */
export function readVariables(script: string): ShellVariables {
  const texts = new Map<string, string>();
  const outputs = new Map<string, SyntaxNode>();
  const parsed: ParsedScript | null = parseShell(script);
  const set = new Set<string>();
  for (const { command } of parsed?.commands ?? []) {
    if (command.type !== "Command" || command.name !== undefined) continue;
    for (const part of command.prefix) {
      if (part.type !== "Assignment" || part.value.type !== "Word") continue;
      const name = part.name ?? "";
      if (set.has(name)) {
        texts.delete(name);
        outputs.delete(name);
        continue;
      }
      set.add(name);
      const output = outputOf(part.value);
      if (output !== null) outputs.set(name, output);
      else {
        const text = textOf(part.value, texts);
        if (text !== null) texts.set(name, text);
      }
    }
  }
  return { texts, outputs };
}

/** The one pipeline of `$(...)` that a word is; null for any other word. */
export function outputOf(word: Word): SyntaxNode | null {
  const parts = word.parts ?? [];
  const [first] = parts;
  const inner = first?.type === "DoubleQuoted" && parts.length === 1 ? first.parts : parts;
  const only =
    inner.length === 1 && inner[0]?.type === "CommandExpansion" ? (inner[0] as CommandExpansionPart) : null;
  const statements = only?.script?.commands ?? [];
  return statements.length === 1 ? (statements[0]?.command ?? null) : null;
}

/** The name of the variable that a word is; null for any other word. */
export function variableOf(word: Word): string | null {
  const parts = word.parts ?? [];
  const [first] = parts;
  const [only, more] = first?.type === "DoubleQuoted" && parts.length === 1 ? first.parts : parts;
  if (more !== undefined) return null;
  if (only?.type === "SimpleExpansion") return only.text.slice(1);
  return only?.type === "ParameterExpansion" && only.operation === undefined ? only.parameter : null;
}

/** A word as the program gets it; null where that is not known. */
export function textOf(word: Word, texts: ReadonlyMap<string, string>): string | null {
  const parts = word.parts ?? [];
  if (parts.length === 0) return word.value;
  let text = "";
  const add = (part: {
    readonly type: string;
    readonly text: string;
    readonly value?: string;
    readonly parts?: readonly unknown[] | undefined;
    readonly parameter?: string;
    readonly operation?: unknown;
  }): boolean => {
    switch (part.type) {
      case "Literal":
      case "SingleQuoted":
      case "AnsiCQuoted":
        text += part.value ?? "";
        return true;
      case "DoubleQuoted":
        return ((part.parts ?? []) as (typeof part)[]).every(add);
      case "SimpleExpansion":
      case "ParameterExpansion": {
        const name = part.type === "SimpleExpansion" ? part.text.slice(1) : (part.parameter ?? "");
        const known =
          part.operation === undefined ? (name === "HOME" ? "/root" : texts.get(name)) : undefined;
        if (known === undefined) return false;
        text += known;
        return true;
      }
      default:
        return false;
    }
  };
  return (parts as readonly Parameters<typeof add>[0][]).every(add) ? text : null;
}
