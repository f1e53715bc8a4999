import type { ParameterExpansionPart, ParsedScript, SyntaxNode, Word, WordPart } from "unbash";
import { parseShell } from "../../core/shell/parse-shell.ts";

/** What a script's variables stand for, each given once: a text, or what a command prints. */
export interface ShellVariables {
  readonly texts: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, SyntaxNode>;
}

/** `export NAME=value` sets it as `NAME=value` does. */
const DECLARES = new Set(["export", "readonly", "declare", "typeset"]);

/** Variables that the script's own lines set, once each and not in a branch. */
export function readVariables(script: string): ShellVariables {
  const texts = new Map<string, string>();
  const outputs = new Map<string, SyntaxNode>();
  const parsed: ParsedScript | null = parseShell(script);
  const set = new Set<string>();
  for (const { command } of parsed?.commands ?? []) {
    if (command.type !== "Command") continue;
    const parts =
      command.name === undefined ? command.prefix : DECLARES.has(command.name.value) ? command.args : [];
    for (const part of parts) {
      if (part.type !== "Assignment") continue;
      const { name } = part;
      if (set.has(name) || part.append === true || part.index !== undefined || part.value.type !== "Word") {
        set.add(name);
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
  const only = inner.length === 1 && inner[0]?.type === "CommandExpansion" ? inner[0] : null;
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
  return only?.type === "ParameterExpansion" && isPlain(only) ? only.parameter : null;
}

/** `${NAME}`, and not its length, a member of it or a part. */
const isPlain = ({ operation, prefix, index }: ParameterExpansionPart): boolean =>
  operation === undefined && prefix === undefined && index === undefined;

/** A word as the program gets it; null where that is not known. */
export function textOf(word: Word, texts: ReadonlyMap<string, string>): string | null {
  const { parts = [] } = word;
  if (parts.length === 0) return word.value;
  const isAddress = /^http:\/\//.test(word.value);
  let text = "";
  const addVariable = (name: string): boolean => {
    const known = name === "HOME" ? "/root" : texts.get(name);
    text += known ?? "";
    return known !== undefined;
  };
  const add = (part: WordPart): boolean => {
    switch (part.type) {
      case "Literal":
      case "SingleQuoted":
      case "AnsiCQuoted":
        text += part.value;
        return true;
      case "DoubleQuoted":
        return part.parts.every(add);
      case "SimpleExpansion":
        return addVariable(part.text.slice(1));
      case "ParameterExpansion":
        return isPlain(part) && addVariable(part.parameter);
      case "Glob":
        // No file is called like an address: its ? stays.
        if (isAddress) text += part.text;
        return isAddress;
      default:
        return false;
    }
  };
  return parts.every(add) ? text : null;
}
