/** A value that stands for what a student was given; in the schema it takes the place of a number. */
const placeholder = { type: "string", pattern: "^\\{\\{[a-z][a-z0-9_]*\\}\\}$" };

/**
 * A JSON schema in which each number may be a placeholder instead, so that an editor finds no mistake in
 * `uid: "{{uid}}"`. What declares the variants stays as it is.
 */
export function withPlaceholders(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withPlaceholders);
  if (typeof schema !== "object" || schema === null) return schema;
  const { type, default: given, description, ...rest } = schema as Record<string, unknown>;
  if (type === "integer" || type === "number") {
    return {
      ...(given === undefined ? {} : { default: given }),
      ...(description === undefined ? {} : { description }),
      anyOf: [{ type, ...rest }, placeholder],
    };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === "variants" ? value : withPlaceholders(value)]),
  );
}
