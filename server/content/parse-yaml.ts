import type { Document, Node } from "yaml";
import { isMap, isNode,isPair, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { AppError } from "../../core/errors.ts";

export interface ContentFinding {
  /** 1-based. */
  readonly line: number;
  /** "checks.0.points"; empty for the whole file. */
  readonly field: string;
  readonly message: string;
}

/** A mistake of an author: every finding as "file:line: field: message". */
export function contentError(file: string, findings: readonly ContentFinding[], what: string): AppError {
  const lines = findings.map(
    ({ line, field, message }) => `${file}:${line}: ${field === "" ? "" : `${field}: `}${message}`,
  );
  return new AppError("INTERNAL", {
    message: lines.join("\n"),
    userMessage: `${what} cannot be shown, because a file of the course has a mistake. ${lines.join("; ")}`,
  });
}

/**
 * Parses YAML against a strict schema.
 * @param firstLine line of the file on which `text` begins, for front matter
 * @throws AppError INTERNAL whose message has a line "file:line: field: message" for every mistake
 */
export function parseYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  options: {
    readonly what: string;
    readonly firstLine?: number;
    /** Changes the values before the schema sees them, and keeps their places. */
    readonly prepare?: (value: unknown) => unknown;
  },
): T {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const shift = (options.firstLine ?? 1) - 1;
  if (document.errors.length > 0) {
    const findings = document.errors.map((error) => ({
      line: counter.linePos(error.pos[0]).line + shift,
      field: "",
      message: (error.message.split(" at line ")[0] ?? error.message).trim(),
    }));
    throw contentError(file, findings, options.what);
  }
  // 100 aliases are plenty for a lab and far from a billion laughs.
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = schema.safeParse(options.prepare === undefined ? value : options.prepare(value));
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.flatMap((issue) => {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({
      line: lineOf(document, path, counter) + shift,
      field: path.join("."),
      message: issue.code === "unrecognized_keys" ? "unknown field" : issue.message,
    }));
  });
  throw contentError(file, findings, options.what);
}

/** Line of the node at `path`, or of the nearest node above that is there. */
export function lineOf(document: Document, path: readonly PropertyKey[], counter: LineCounter): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (pair === undefined) break;
      const keyNode = pair.key as Node | null;
      offset = keyNode?.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return counter.linePos(offset).line;
}
