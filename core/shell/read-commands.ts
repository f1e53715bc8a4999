import type {
  Assignment,
  Command,
  CompoundList,
  ParsedScript,
  Statement,
  SyntaxNode,
  WordPart,
} from "unbash";
import { parseShell } from "./parse-shell.ts";
import { readRedirect, readWord, wordOfPart } from "./read-word.ts";
import type { ShellCommand, ShellFrame, ShellRedirect, ShellWord } from "./shell-command.ts";

/** What is deeper, and what is beyond, is nobody's build step; each level of `$(...)` reads its text once more. */
const MAX_TEXTS_IN_TEXTS = 3;
const MAX_COMMANDS = 2000;

export interface ShellCommands {
  /** In the order of the text. */
  readonly commands: readonly ShellCommand[];
  /** The text is no proper shell, or more than is read: what is known is not all. */
  readonly isPartial: boolean;
}

/**
 * Every simple command of a shell text, wherever it stands: in branches, loops, pipes, substitutions, and in the text
 * that is handed to `sh -c` or to a shell as a here-document. A here-document of another program is data.
 */
export function readCommands(text: string): ShellCommands {
  const script = parseShell(text);
  if (script === null) return { commands: [], isPartial: true };
  const reader = new Reader();
  reader.script(script, [], 0);
  return { commands: reader.commands, isPartial: reader.isPartial };
}

class Reader {
  readonly commands: ShellCommand[] = [];
  isPartial = false;
  #list = 0;

  script(script: ParsedScript, within: readonly ShellFrame[], depth: number, place?: ShellWord): void {
    if ((script.errors?.length ?? 0) > 0) this.isPartial = true;
    this.#statements(script.commands, within, depth, place);
  }

  #statements(
    statements: readonly Statement[],
    within: readonly ShellFrame[],
    depth: number,
    place: ShellWord | undefined,
  ): void {
    this.#list += 1;
    const list = this.#list;
    for (const { command, background } of statements) {
      this.#node(
        command,
        background === true ? [...within, "background"] : within,
        depth,
        place,
        { index: 0, count: 1 },
        list,
      );
    }
  }

  #node(
    node: SyntaxNode | CompoundList,
    within: readonly ShellFrame[],
    depth: number,
    place: ShellWord | undefined,
    pipe: ShellCommand["pipe"],
    list: number,
  ): void {
    if (this.commands.length >= MAX_COMMANDS) {
      this.isPartial = true;
      return;
    }
    const inside = (part: SyntaxNode | undefined, ...frames: ShellFrame[]): void => {
      if (part !== undefined)
        this.#node(part, [...within, ...frames], depth, place, { index: 0, count: 1 }, 0);
    };
    switch (node.type) {
      case "Command":
        this.#command(node, within, depth, place, pipe, list);
        return;
      case "Statement":
        this.#statements([node], within, depth, place);
        return;
      case "CompoundList":
        this.#statements(node.commands, within, depth, place);
        return;
      case "AndOr":
        for (const [index, part] of node.commands.entries()) {
          const operator = node.operators[index - 1];
          const frame: ShellFrame[] =
            operator === undefined ? [] : [operator === "&&" ? "after-and" : "after-or"];
          this.#node(part, [...within, ...frame], depth, place, { index: 0, count: 1 }, list);
        }
        return;
      case "Pipeline": {
        const negated = node.prefixes.some(({ type }) => type === "Negation");
        const count = node.commands.length;
        const frames: ShellFrame[] = [
          ...(negated ? ["negated" as const] : []),
          ...(count > 1 ? ["pipe" as const] : []),
        ];
        for (const [index, part] of node.commands.entries()) {
          this.#node(part, [...within, ...frames], depth, place, { index, count }, list);
        }
        return;
      }
      case "If":
        inside(node.clause, "test");
        inside(node.then, "then");
        for (const { clause, then } of node.elif) {
          inside(clause, "else", "test");
          inside(then, "else", "then");
        }
        inside(node.else, "else");
        return;
      case "While":
        inside(node.clause, "test");
        inside(node.body, "loop");
        return;
      case "For":
      case "Select":
        for (const word of node.wordlist ?? []) this.#substitutions(word.parts, within, depth, place);
        inside(node.body, "loop");
        return;
      case "ArithmeticFor":
        inside(node.body, "loop");
        return;
      case "Case":
        for (const { body } of node.items) inside(body, "case");
        return;
      case "Subshell":
        inside(node.body, "subshell");
        return;
      case "BraceGroup":
        inside(node.body, "group");
        return;
      case "Function":
        inside(node.body, "function");
        return;
      case "Coproc":
        inside(node.body, "background");
        return;
      case "Redirected":
        this.#node(node.command, within, depth, place, pipe, list);
        return;
      default:
    }
  }

  #command(
    node: Command,
    within: readonly ShellFrame[],
    depth: number,
    place: ShellWord | undefined,
    pipe: ShellCommand["pipe"],
    list: number,
  ): void {
    const words = [...(node.name === undefined ? [] : [node.name]), ...node.args].map((word) =>
      readWord(word, place),
    );
    const assignments = node.prefix
      .filter((part): part is Assignment => part.type === "Assignment")
      .map(({ name, value }) => ({ name, value: value.type === "Word" ? readWord(value, place) : null }));
    const redirects = node.redirects.map((redirect) => readRedirect(redirect, place));
    this.commands.push({
      words,
      assignments,
      redirects,
      start: place?.start ?? node.pos,
      end: place?.end ?? node.end,
      within,
      pipe,
      list,
    });
    for (const part of [node.name, ...node.args, ...node.prefix]) {
      const word = part?.type === "Assignment" ? part.value : part;
      if (word?.type === "Word") this.#substitutions(word.parts, within, depth, place);
    }
    const inner = textForShell(words, redirects);
    if (inner === null) return;
    if (depth >= MAX_TEXTS_IN_TEXTS) {
      this.isPartial = true;
      return;
    }
    const script = parseShell(inner.text);
    if (script === null) this.isPartial = true;
    else this.script(script, [...within, "nested"], depth + 1, inner.word);
  }

  #substitutions(
    parts: readonly WordPart[] | undefined,
    within: readonly ShellFrame[],
    depth: number,
    place: ShellWord | undefined,
  ): void {
    for (const part of parts ?? []) {
      if (part.type === "DoubleQuoted" || part.type === "LocaleString") {
        this.#substitutions(part.parts, within, depth, place);
      } else if (part.type === "CommandExpansion" || part.type === "ProcessSubstitution") {
        if (depth >= MAX_TEXTS_IN_TEXTS || this.commands.length >= MAX_COMMANDS) this.isPartial = true;
        else if (part.script !== undefined) {
          // In backquotes the text is read after its backslashes are gone: places in it are not those of the source.
          const owned = part.script.source === undefined ? place : (place ?? wordOfPart(part));
          this.script(part.script, [...within, "substitution"], depth + 1, owned);
        }
      }
    }
  }
}

/** `sh -c "text"`, `sh <<EOF`: the text that another shell is given; null when there is none, or when it is not known. */
function textForShell(
  words: readonly ShellWord[],
  redirects: readonly ShellRedirect[],
): { readonly text: string; readonly word: ShellWord } | null {
  const at = words.findIndex(({ value }) => /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(value));
  const shell = words[at];
  if (shell === undefined || !words.slice(0, at).every(({ value }) => isWrapper(value))) return null;
  for (let next = at + 1; next < words.length; next += 1) {
    const word = words[next];
    if (word === undefined || !/^[-+]/.test(word.value)) return null;
    if (/^-[a-z]*c$/.test(word.value)) {
      const text = words[next + 1];
      return text === undefined ? null : { text: text.value, word: text };
    }
    if (/^-[a-z]*o$/.test(word.value)) next += 1;
  }
  const document = redirects.find(({ body }) => body !== null)?.body;
  return document === undefined || document === null ? null : { text: document, word: shell };
}

/** Words that run the rest of their words as a command, and their own options. */
export const isWrapper = (word: string): boolean =>
  /^(?:sudo|exec|env|time|nice|command|nohup|setsid|ionice|-[A-Za-z-]+|[A-Za-z_]\w*=.*)$/s.test(word);
