import type { LintFinding } from "./finding.ts";
import type { AdviceRule } from "./rules.ts";

const at = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

function tell(rule: AdviceRule, severity: "error" | "warning", message: string, why: string): LintFinding[] {
  return [{ rule, hadolint: null, severity, range: at, message, why, fix: null }];
}

/** A file that is too long to be judged: silence would look like praise. */
export const tooLong = (text: string): LintFinding[] =>
  tell(
    "long-file",
    "warning",
    `This file is too long to be checked (${Math.round(text.length / 1000)} thousand characters)`,
    "Nobody writes such a file by hand, so its practices are not looked at. Move what is data or a script into files of their own.",
  );

/** A Dockerfile that cannot be built: it is empty, or has no FROM. */
export function withoutStage(text: string): LintFinding[] {
  const written = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "" && !/^\s*#/.test(line));
  return written.length === 0
    ? tell(
        "empty-file",
        "error",
        "This Dockerfile is empty",
        "There is nothing to build. Begin with the image to start from: FROM python:3.11-slim.",
      )
    : tell(
        "no-stage",
        "error",
        "This Dockerfile has no FROM",
        "Every image begins with another one, so the build fails. Put FROM above all else but ARG: FROM python:3.11-slim.",
      );
}

/** YAML that cannot be read: Compose would refuse it, and no rule can look at it. */
export function invalidYaml(line: number, reason: string): LintFinding[] {
  return [
    {
      rule: "yaml-invalid",
      hadolint: null,
      severity: "error",
      range: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
      message: `This is no YAML: ${reason}`,
      why: "Nothing that reads the file gets past this line. Look at the blanks in front of it, the quotes and the colons.",
      fix: null,
    },
  ];
}
