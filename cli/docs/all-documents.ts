import { createRequire } from "node:module";
import type { z } from "zod";
import { courseSchema, lessonFrontMatter } from "../../core/course/schema.ts";
import { labSchema } from "../../core/lab/schema.ts";
import { architectureWithMap } from "./architecture-with-map.ts";
import { describeArrows } from "./describe-arrows.ts";
import { describeChecks } from "./describe-checks.ts";
import { describeContent } from "./describe-content.ts";
import { toDocSchema } from "./json-schema.ts";
import { withPlaceholders } from "./with-placeholders.ts";

/** What `npm run docs` writes, by the path from the repository's root. */
export function allDocuments(): ReadonlyMap<string, string> {
  const rules: unknown = createRequire(import.meta.url)("../../.dependency-cruiser.cjs");
  return new Map([
    ["ARCHITECTURE.md", architectureWithMap(rules)],
    ["docs/architecture/arrows.md", describeArrows(rules)],
    ["docs/checks.md", describeChecks()],
    ["docs/content.md", describeContent()],
    ["docs/schema/course.schema.json", jsonSchema("A course of Drydock", courseSchema)],
    ["docs/schema/lesson.schema.json", jsonSchema("Front matter of a lesson of Drydock", lessonFrontMatter)],
    ["docs/schema/lab.schema.json", jsonSchema("A lab of Drydock", labSchema, withPlaceholders)],
  ]);
}

const jsonSchema = (
  title: string,
  schema: z.ZodType,
  change: (schema: unknown) => unknown = (same) => same,
): string => `${JSON.stringify(change({ title, ...toDocSchema(schema) }), null, 2)}\n`;
