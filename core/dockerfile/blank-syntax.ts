import { parseDockerfile } from "./parse-dockerfile.ts";

/** What to do about a `# syntax=` line where no registry can deliver the frontend that it names. */
export type SyntaxDecision =
  | { readonly status: "unchanged"; readonly text: string }
  /** The line is now empty, all other lines keep their numbers. */
  | {
      readonly status: "blanked";
      readonly text: string;
      readonly line: number;
      readonly frontend: string;
      readonly notice: string;
    }
  | {
      readonly status: "unknown";
      readonly line: number;
      readonly frontend: string;
      readonly message: string;
    };

/** The official frontend and its versions, `-labs` too: the engine has the same one built in. */
const KNOWN = /^(?:docker\.io\/)?docker\/dockerfile(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * Takes the `# syntax=docker/dockerfile:1` line out of a Dockerfile, because asking a registry for it would
 * fail the build. A frontend that is not Docker's own cannot be had at all: that is the student's to know.
 */
export function blankSyntax(text: string): SyntaxDecision {
  const syntax = parseDockerfile(text).syntax;
  if (syntax === null) return { status: "unchanged", text };
  const { line, frontend } = syntax;
  if (!KNOWN.test(frontend)) {
    return {
      status: "unknown",
      line,
      frontend,
      message: `Line ${line} asks for the build frontend "${frontend}". Only Docker's own (docker/dockerfile:1) can be used here: change the line or take it out.`,
    };
  }
  const lines = text.split("\n");
  // A comment, not an empty line: directives end at the first line that is neither, and `escape` may follow.
  lines[line - 1] = (lines[line - 1] ?? "").endsWith("\r") ? "#\r" : "#";
  return {
    status: "blanked",
    text: moveEscapeUp(lines, line).join("\n"),
    line,
    frontend,
    notice: `Line ${line} (# syntax=${frontend}) was left out: builds here use the engine's built-in Dockerfile frontend and ask no registry for another.`,
  };
}

/**
 * A bare comment ends the directives, so an `escape` below would no longer count: it trades places with the
 * blanked line. Both are one line, so every other line keeps its number.
 */
function moveEscapeUp(lines: readonly string[], blanked: number): string[] {
  const result = [...lines];
  for (let at = blanked; /^[ \t]*#[ \t]*(escape|check)[ \t]*=/i.test(result[at] ?? ""); at += 1) {
    [result[at - 1], result[at]] = [result[at] ?? "", result[at - 1] ?? ""];
  }
  return result;
}
