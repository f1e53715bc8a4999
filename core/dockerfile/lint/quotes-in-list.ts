import type { LintFinding } from "../../advice/finding.ts";
import { readCommands } from "../../shell/read-commands.ts";
import { jsonWords } from "./json-words.ts";
import { allInstructions, type LintContext, rangeOfInstruction } from "./lint-context.ts";

const WHY =
  "What is no JSON goes to a shell as it stands, and that looks for a program whose name begins with [. " +
  'JSON wants double quotes, commas between the words and none at the end: ["program", "argument"].';

/** Begins like a list of words. `[ -f x ] && ...` is a test of the shell and none. */
const begin = /^\[\s*["'“”‘’]/;
/** What only a test has between its words. */
const operator = /^(?:=|==|!=|=~|<|>|!|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef|a|o|[a-zA-Z]))$/;

function looksLikeList(text: string): boolean {
  if (!begin.test(text)) return false;
  if (!/^\[\s/.test(text)) return true;
  const [first] = readCommands(text.slice(0, 2000)).commands;
  const words = first?.words.map(({ value }) => value) ?? [];
  return !(
    words[0] === "[" &&
    words.at(-1) === "]" &&
    (words.length <= 3 || words.some((word) => operator.test(word)))
  );
}

/** The list as JSON, when quotes or a comma are all that is wrong. */
function mended(list: string): string | null {
  const straight = list.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  const quoted = straight.includes('"') ? straight : straight.replace(/'([^']*)'/g, '"$1"');
  for (const tried of [
    quoted,
    quoted.replace(/,\s*\]\s*$/, "]"),
    quoted.replace(/"[ \t]+"/g, '", "'),
    `${quoted.trimEnd()}]`,
  ]) {
    const words = jsonWords(tried);
    if (words !== null) return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
  }
  return null;
}

/** CMD, ENTRYPOINT, RUN, SHELL or a HEALTHCHECK's CMD with a list that is no JSON. */
export function quotesInList(context: LintContext): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const instruction of allInstructions(context)) {
    if (!["CMD", "ENTRYPOINT", "RUN", "SHELL", "HEALTHCHECK"].includes(instruction.keyword)) continue;
    const first = instruction.keyword === "HEALTHCHECK" ? /^(?:--\S+\s+){0,9}CMD\s+/i : /^(?:--\S+\s+){0,9}/;
    const text = instruction.text.trim().replace(first, "");
    if (text.length > 2000 || !looksLikeList(text) || jsonWords(text) !== null) continue;
    const source = context.lines[instruction.line - 1] ?? "";
    const open = source.indexOf("[");
    const list = mended(text);
    const oneLine = instruction.line === instruction.endLine && open >= 0;
    findings.push({
      rule: "quotes-in-list",
      hadolint: instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT" ? "DL3025" : null,
      severity: "error",
      range: oneLine
        ? {
            startLine: instruction.line,
            startColumn: open + 1,
            endLine: instruction.line,
            endColumn: source.trimEnd().length + 1,
          }
        : rangeOfInstruction(context, instruction),
      message: text.includes("'")
        ? "Single quotes: this is not the list that it looks like"
        : "This looks like a list of words and is no JSON",
      why: WHY,
      fix:
        oneLine && list !== null
          ? {
              title: "Write it as JSON",
              edits: [
                {
                  range: {
                    startLine: instruction.line,
                    startColumn: open + 1,
                    endLine: instruction.line,
                    endColumn: source.trimEnd().length + 1,
                  },
                  text: list,
                },
              ],
            }
          : null,
    });
  }
  return findings;
}

/** Whether that rule speaks of the text, so that others need not. */
export const isBrokenList = (text: string): boolean =>
  text.length <= 2000 && looksLikeList(text.trim()) && jsonWords(text) === null;
