import { z } from "zod";

/** What the documentation reads of a JSON schema. */
export interface DocSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, DocSchema>>;
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number | boolean)[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, DocSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: DocSchema | boolean;
  readonly items?: DocSchema;
  readonly oneOf?: readonly DocSchema[];
  readonly anyOf?: readonly DocSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** As an author writes it: what has a default may be left out. */
export const toDocSchema = (schema: z.ZodType): DocSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as DocSchema;

/** The parts of a schema that may be one of several things; itself where there is only one. */
export const optionsOf = (schema: DocSchema): readonly DocSchema[] =>
  schema.oneOf ?? schema.anyOf ?? [schema];

/** The type in words: "list of text", "whole number from 1 to 65535". */
export function typeInWords(schema: DocSchema): string {
  if (schema.$ref !== undefined) return "any JSON";
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${String(one)}\``).join(", ");
  const several = schema.oneOf ?? schema.anyOf;
  if (several !== undefined) return [...new Set(several.map(typeInWords))].join(" or ");
  switch (schema.type) {
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "integer":
      return `whole number${range(schema)}`;
    case "number":
      return `number${range(schema)}`;
    case "array":
      return `list of ${schema.items === undefined ? "anything" : typeInWords(schema.items)}`;
    case "object":
      return typeof schema.additionalProperties === "object" && schema.properties === undefined
        ? "names and text"
        : "fields";
    default:
      return "any JSON";
  }
}

// zod writes the largest whole number that JavaScript has where a schema names none.
const isBound = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: DocSchema): string {
  if (exclusiveMinimum !== undefined && exclusiveMaximum !== undefined) {
    return ` between ${exclusiveMinimum} and ${exclusiveMaximum}`;
  }
  if (exclusiveMinimum !== undefined && !isBound(maximum)) return ` above ${exclusiveMinimum}`;
  if (isBound(minimum) && isBound(maximum)) return ` from ${minimum} to ${maximum}`;
  if (isBound(minimum)) return `, ${minimum} at the least`;
  return isBound(maximum) ? `, ${maximum} at the most` : "";
}
