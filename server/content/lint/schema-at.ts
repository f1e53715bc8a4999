/** The part of a JSON schema that this walks through. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/**
 * The schema of what stands at `path` in `value`. Of several possible ones it is the one whose constants (`kind`,
 * `what`) the value has; null where the value fits none, or the schema knows nothing of the path.
 */
export function schemaAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema | null {
  let schema: JsonSchema | null = choose(root, root, value);
  let here: unknown = value;
  for (const key of path) {
    if (schema === null) return null;
    here = isRecord(here) ? here[String(key)] : Array.isArray(here) ? (here as unknown[])[Number(key)] : undefined;
    const next: JsonSchema | boolean | undefined =
      typeof key === "number" ? schema.items : (schema.properties?.[String(key)] ?? schema.additionalProperties);
    schema = typeof next === "object" ? choose(root, next, here) : null;
  }
  return schema;
}

/** The values that a discriminating field may have: the kinds of a check. */
export function constantsOf(root: JsonSchema, schema: JsonSchema | undefined, field: string): string[] {
  const resolved = schema === undefined ? undefined : follow(root, schema);
  return (resolved?.oneOf ?? resolved?.anyOf ?? []).flatMap((one) => {
    const constant = follow(root, one).properties?.[field]?.const;
    return typeof constant === "string" ? [constant] : [];
  });
}

function choose(root: JsonSchema, schema: JsonSchema, value: unknown): JsonSchema | null {
  const resolved = follow(root, schema);
  const several = resolved.oneOf ?? resolved.anyOf;
  if (several === undefined) return resolved;
  const fitting = several
    .map((one) => follow(root, one))
    .find((one) =>
      isRecord(value)
        ? one.properties !== undefined &&
          Object.entries(one.properties).every(
            ([name, { const: constant }]) => constant === undefined || constant === value[name],
          )
        : one.properties === undefined,
    );
  // The description of the whole stays, where the part has none.
  return fitting === undefined ? resolved : { ...resolved, ...fitting };
}

function follow(root: JsonSchema, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  if (schema.$ref === "#") return root;
  const { $ref, ...rest } = schema;
  return { ...root.$defs?.[$ref.replace("#/$defs/", "")], ...rest };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
