import { checkBase } from "../../core/check/check-base.ts";
import { type KindName, kindOf, labCheck } from "../../core/check/lab-check.ts";
import { seatExpectation } from "../../core/lab/seat-expectation.ts";
import { fieldTable } from "./field-table.ts";
import { type DocSchema, optionsOf, toDocSchema } from "./json-schema.ts";

/** docs/checks.md. */
export function describeChecks(): string {
  const kinds = optionsOf(toDocSchema(labCheck));
  const base = ["kind", ...Object.keys(checkBase)];
  const [first] = kinds;
  if (first === undefined) throw new Error("there is no kind of check");
  const common = { ...first, properties: pick(first, Object.keys(checkBase)) };
  return `${[
    "# Checks",
    "`npm run docs` writes this page from the schemas in `core/check/` and `core/lab/`. Change it there.",
    "A check is one entry below `checks:` in a lab's `lab.yaml`. The grader judges the submitted files in a new seat that no student has touched. There are two exceptions: `seat-state` looks at the student's own seat, and `pushed` asks the class registry.",
    `The kinds: ${kinds.map((kind) => `[\`${nameOf(kind, "kind")}\`](#${nameOf(kind, "kind")})`).join(", ")}.`,
    "## What every check has",
    fieldTable(common),
    ...kinds.flatMap((kind) => {
      const name = nameOf(kind, "kind");
      const own = Object.keys(kind.properties ?? {}).some((field) => !base.includes(field));
      return [
        `## ${name}`,
        kind.properties?.["kind"]?.description ?? "",
        own ? fieldTable(kind, base) : "This kind has no further fields.",
        `\`\`\`yaml\n${kindOf(name as KindName).example}\n\`\`\``,
      ];
    }),
    "## What seat-state can expect",
    "Each entry of `expect` says what the check looks at (`what`), and how it has to be. The answers come from the student's own seat. The student is root there, so they are claims and not proofs.",
    ...optionsOf(toDocSchema(seatExpectation)).flatMap((one) => [
      `### ${nameOf(one, "what")}`,
      one.properties?.["what"]?.description ?? "",
      fieldTable(one, ["what"]),
    ]),
  ].join("\n\n")}\n`;
}

const nameOf = (schema: DocSchema, field: string): string => String(schema.properties?.[field]?.const ?? "");

function pick(schema: DocSchema, fields: readonly string[]): Record<string, DocSchema> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => fields.includes(name)),
  );
}
