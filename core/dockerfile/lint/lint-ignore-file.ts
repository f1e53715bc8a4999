import type { LintFinding, TextFile } from "../../advice/finding.ts";
import { ignoreFiles } from "../ignore-files.ts";
import { copyOfEverything, WHY_IGNORE } from "./dockerignore-missing.ts";
import { lintContext } from "./lint-context.ts";
import { unwantedFiles } from "./unwanted-files.ts";

const WHY_COMMENT =
  "Only a line that begins with # is a comment; here the rest belongs to the pattern, which then fits no file. " +
  "Put the comment on a line of its own.";

/** What a .dockerignore misses, and comments that are none. */
export function lintIgnoreFile(text: string, files: readonly TextFile[]): LintFinding[] {
  const lines = text.split(/\r?\n/);
  return [...comments(lines), ...missing(text, lines, files)];
}

function comments(lines: readonly string[]): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [index, line] of lines.entries()) {
    const hash = line.search(/\s#/);
    const pattern = line.slice(0, Math.max(0, hash)).trim();
    if (hash < 0 || line.startsWith("#") || pattern === "") continue;
    const whole = { startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: line.length + 1 };
    findings.push({
      rule: "dockerignore-comment",
      hadolint: null,
      severity: "error",
      range: { ...whole, startColumn: hash + 2 },
      message: `This is part of the path: ${pattern.slice(0, 60)} is not left out`,
      why: WHY_COMMENT,
      fix: {
        title: "Put the comment above",
        edits: [{ range: whole, text: `${line.slice(hash).trim()}\n${pattern}` }],
      },
    });
    if (findings.length >= 50) break;
  }
  return findings;
}

function missing(text: string, lines: readonly string[], files: readonly TextFile[]): LintFinding[] {
  const dockerfile = files.find(({ path }) => path === "Dockerfile")?.content ?? "";
  const context = lintContext(dockerfile);
  if (context === null || copyOfEverything(context) === null) return [];
  const ignored = ignoreFiles(text);
  const unwanted = unwantedFiles(files.map(({ path }) => path)).filter(({ example }) => !ignored(example));
  const entries = unwanted.map(({ entry }) => entry);
  const isThere = unwanted.some(({ example }) => files.some(({ path }) => path === example));
  if (entries.length === 0) return [];
  const last = Math.max(1, lines.findLastIndex((line) => line.trim() !== "") + 1);
  const written = lines[last - 1] ?? "";
  const end = {
    startLine: last,
    startColumn: written.length + 1,
    endLine: last,
    endColumn: written.length + 1,
  };
  return [
    {
      rule: "dockerignore-missing",
      hadolint: null,
      // What is not there yet costs nothing yet.
      severity: isThere ? "warning" : "info",
      range: { ...end, startColumn: 1, endColumn: Math.max(2, end.endColumn) },
      message: `Not left out: ${entries.slice(0, 8).join(", ")}`,
      why: WHY_IGNORE,
      fix: {
        title: entries.length === 1 ? `Add ${entries[0] ?? ""}` : "Add them",
        edits: [{ range: end, text: `${written === "" ? "" : "\n"}${entries.join("\n")}` }],
      },
    },
  ];
}
