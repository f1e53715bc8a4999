import type { LintFinding } from "./finding.ts";

const WHY =
  "The kernel looks for a program whose name ends with a carriage return, and says that there is no such file. " +
  "Save the file with LF line ends, and tell git with `* text=auto eol=lf` in .gitattributes.";

/** Windows line ends in a file that something on Linux runs: a script, or a Dockerfile with a here-document. */
export function lintLineEnds(path: string, text: string): LintFinding[] {
  if (!text.includes("\r\n")) return [];
  const isScript = text.startsWith("#!") || /\.(sh|bash)$/.test(path);
  const hasHereDocument =
    /(^|\/)(Dockerfile|Containerfile)(\.|$)/.test(path) &&
    /^[ \t]*(RUN|COPY|ADD)[ \t][^\r\n]*<<-?\s?["']?[A-Za-z_]/im.test(text);
  if (!isScript && !hasHereDocument) return [];
  const first = text.slice(0, text.indexOf("\r\n"));
  return [
    {
      rule: "line-ends",
      hadolint: null,
      severity: "error",
      range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: Math.max(2, first.length + 1) },
      message: "The lines end as Windows writes them (CRLF)",
      why: WHY,
      fix: { title: "End every line with LF", edits: [], lineEnds: "lf" },
    },
  ];
}
