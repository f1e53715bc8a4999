import type { LintFinding } from "../../advice/finding.ts";
import { isExcessive } from "../is-excessive.ts";
import { parseYaml } from "../parse-yaml.ts";

const WHY =
  "YAML reads the depth from the number of blanks and allows no tab in front of a line, because nobody knows how wide one is. " +
  "Use two blanks for each level.";

/** Lines that a tab indents, where the reader of YAML stumbles over one. */
export function lintTabs(text: string): LintFinding[] {
  const lines = text.split(/\r?\n/);
  const guilty = [...lines.entries()].filter(([, line]) => /^ *\t[ \t]*[^\s#]/.test(line));
  if (guilty.length === 0 || isExcessive(text)) return [];
  // Within a block of text (`|`) a tab behind the blanks is part of the text.
  const { errors } = parseYaml(text).document;
  if (errors.length === 0) return [];
  const edits = guilty.map(([index, line]) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    return {
      range: { startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: indent.length + 1 },
      text: indent.replaceAll("\t", "  "),
    };
  });
  const [first] = edits;
  if (first === undefined) return [];
  return [
    {
      rule: "yaml-tabs",
      hadolint: null,
      severity: "error",
      range: first.range,
      message: guilty.length === 1 ? "A tab indents this line" : `Tabs indent ${guilty.length} lines`,
      why: WHY,
      fix: { title: "Use blanks", edits },
    },
  ];
}
