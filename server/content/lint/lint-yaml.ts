import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { lineOf } from "../parse-yaml.ts";
import type { JsonSchema } from "./schema-at.ts";
import { constantsOf, schemaAt } from "./schema-at.ts";

export interface LintedYaml<T> {
  readonly problems: readonly FileProblem[];
  /** Null while there are problems. */
  readonly data: T | null;
  /** What the text says, whether the schema likes it or not; null when it is no YAML. */
  readonly raw: unknown;
  /** Line of the node at a path, or of the nearest node above that is there. */
  readonly lineOf: (...path: readonly PropertyKey[]) => number;
}

/**
 * Holds YAML against a strict schema and tells every mistake with its line and what to do: the field that was
 * probably meant, or what the schema says the field is for.
 * @param options.firstLine line of the file on which `text` begins, for front matter
 * @param options.prepare what the schema is asked about, made of what the text says
 */
export function lintYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  options: { readonly firstLine?: number; readonly prepare?: (raw: unknown) => unknown } = {},
): LintedYaml<T> {
  const { firstLine = 1, prepare = (raw: unknown) => raw } = options;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const shift = firstLine - 1;
  const line = (...path: readonly PropertyKey[]) => lineOf(document, path, counter) + shift;
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: counter.linePos(error.pos[0]).line + shift,
      message: (error.message.split(" at line ")[0] ?? error.message).trim().replace(/[:.]$/, ""),
      advice: yamlAdvice(error.code),
    }));
    return { problems, data: null, raw: null, lineOf: line };
  }
  // As in parse-yaml: plenty for a lab, far from a billion laughs.
  const raw: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = schema.safeParse(prepare(raw));
  if (parsed.success) return { problems: [], data: parsed.data, raw, lineOf: line };
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const problems = parsed.error.issues.flatMap((issue): FileProblem[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        line: line(...issue.path, key),
        message: `${where(issue.path)}unknown field ${JSON.stringify(key)}`,
        advice: fieldAdvice(key, schemaAt(json, issue.path, raw), valueAt(raw, issue.path)),
      }));
    }
    return [{ line: line(...issue.path), ...explain(issue, json, raw) }];
  });
  return { problems, data: null, raw, lineOf: line };
}

function explain(
  issue: z.core.$ZodIssue,
  json: JsonSchema,
  raw: unknown,
): { readonly message: string; readonly advice: string } {
  const field = String(issue.path.at(-1) ?? "");
  const value = valueAt(raw, issue.path);
  if (issue.code === "invalid_union" && "discriminator" in issue) {
    const above = schemaAt(json, issue.path.slice(0, -2), raw);
    const names = constantsOf(json, above?.items, field);
    const near = typeof value === "string" ? nearName(value, names) : null;
    return {
      message: `${where(issue.path)}${value === undefined ? "is missing" : `there is no ${JSON.stringify(value)}`}`,
      advice: `${near === null ? "" : `Did you mean ${near}? `}There is: ${names.join(", ")}.`,
    };
  }
  const description = schemaAt(json, issue.path, raw)?.description;
  const advice = description === undefined ? "See docs/checks.md." : `It is: ${description}`;
  if (value === undefined && issue.code === "invalid_type") {
    return { message: `${where(issue.path)}is missing`, advice };
  }
  return { message: `${where(issue.path)}${issue.message.replace(/\.$/, "")}`, advice };
}

function fieldAdvice(key: string, schema: JsonSchema | null, value: unknown): string {
  const fields = Object.keys(schema?.properties ?? {});
  const there = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const near = nearName(
    key,
    fields.filter((field) => !there.includes(field)),
  );
  if (near !== null) return `Did you mean ${near}?`;
  return fields.length === 0 ? "Remove it." : `What there is: ${fields.join(", ")}.`;
}

const where = (path: readonly PropertyKey[]): string => (path.length === 0 ? "" : `${path.join(".")}: `);

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === "object" && here !== null ? (here as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function yamlAdvice(code: string): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "YAML is indented by spaces, never by tabs.";
    case "DUPLICATE_KEY":
      return "A field may stand there once: remove one of the two.";
    case "BAD_INDENT":
    case "MULTILINE_IMPLICIT_KEY":
      return "Look at the indentation, and put text with a colon in it into quotes.";
    default:
      return "A text that has one of : # { [ & * in it, or begins with one, goes into quotes.";
  }
}
