import { stringify } from "yaml";
import { optionsOf, type DocSchema } from "./json-schema.ts";

/** A check with only what it needs, made from its schema, for a kind that has no better example yet. */
export function exampleOf(schema: DocSchema): string {
  const kind = String(schema.properties?.["kind"]?.const ?? "");
  const made = sample(schema, "", schema) as Record<string, unknown>;
  return stringify([{ ...made, id: kind, kind, title: "What is asked, in a few words", points: 10 }]);
}

function sample(schema: DocSchema, name: string, root: DocSchema): unknown {
  const [one = schema] = optionsOf(schema);
  if (one.$ref !== undefined) return sample(root.$defs?.[one.$ref.replace("#/$defs/", "")] ?? {}, name, root);
  if (one.const !== undefined) return one.const;
  if (one.enum !== undefined) return one.enum[0];
  switch (one.type) {
    case "object":
      return Object.fromEntries(
        (one.required ?? []).map((field) => [field, sample(one.properties?.[field] ?? {}, field, root)]),
      );
    case "array":
      return Array.from({ length: one.minItems ?? 1 }, () => sample(one.items ?? {}, name, root));
    case "integer":
    case "number":
      return Math.max(one.minimum ?? 1, 1);
    case "boolean":
      return true;
    default:
      return name === "path" ? "/" : name;
  }
}
