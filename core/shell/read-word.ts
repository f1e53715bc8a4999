import type { Assignment, Redirection, Word, WordPart } from "unbash";
import type { ShellRedirect, ShellWord } from "./shell-command.ts";

/** A part of a word as a word of its own. */
export const wordOfPart = ({ text, pos, end }: WordPart): ShellWord => ({
  value: text,
  text,
  start: pos,
  end,
  isLiteral: false,
  variables: [],
});

/** @param place where it stands in the text, when that is not where its own shell text has it */
export function readWord(node: Word | Assignment, place: ShellWord | undefined): ShellWord {
  const start = place?.start ?? node.pos;
  const end = place?.end ?? node.end;
  if (node.type === "Assignment") {
    // Behind a program `NAME=value` is a word like any other.
    const value = node.value.type === "Word" ? readWord(node.value, place) : null;
    return {
      value: `${node.name}${node.append === true ? "+" : ""}=${value?.value ?? ""}`,
      text: node.text,
      start,
      end,
      isLiteral: value?.isLiteral ?? false,
      variables: value?.variables ?? [],
    };
  }
  const variables = new Set<string>();
  const isLiteral =
    (node.parts ?? []).map((part) => readPart(part, variables)).every(Boolean) && !/^~/.test(node.text);
  return { value: node.value, text: node.text, start, end, isLiteral, variables: [...variables] };
}

/** Notes the variables; whether the part is plain text. */
function readPart(part: WordPart, variables: Set<string>): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((one) => readPart(one, variables)).every(Boolean);
    case "SimpleExpansion":
      variables.add(part.text.slice(1));
      return false;
    case "ParameterExpansion":
      variables.add(part.parameter);
      return false;
    default:
      return false;
  }
}

export function readRedirect(redirect: Redirection, place: ShellWord | undefined): ShellRedirect {
  const { operator } = redirect;
  const descriptor = redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : null;
  if (redirect.type !== "HereDoc") {
    const target = redirect.target === undefined ? null : readWord(redirect.target, place);
    return { operator, descriptor, target, body: null };
  }
  return { operator, descriptor, target: null, body: redirect.body.text };
}
