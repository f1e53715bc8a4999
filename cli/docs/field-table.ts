import { type DocSchema, optionsOf, typeInWords } from "./json-schema.ts";

/** A Markdown table of the fields of a schema; those of fields within fields follow by their path: `edit.path`. */
export function fieldTable(schema: DocSchema, leaveOut: readonly string[] = []): string {
  const rows = rowsOf(schema, "", leaveOut);
  return ["| field | what it takes | default | what it is |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function rowsOf(schema: DocSchema, prefix: string, leaveOut: readonly string[], isOneOf = false): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (leaveOut.includes(name)) return [];
    // Of one of several things no part is needed.
    const needed = schema.required?.includes(name) === true && !isOneOf;
    const fallback =
      field.default !== undefined ? `\`${JSON.stringify(field.default)}\`` : needed ? "**needed**" : "";
    const description = field.description ?? field.items?.description ?? "";
    const row = `| \`${prefix}${name}\` | ${cell(typeInWords(field))} | ${cell(fallback)} | ${cell(description)} |`;
    return [row, ...inner(field, `${prefix}${name}`)];
  });
}

/** Fields of an object in a field, or of the objects in a list; kinds of things have tables of their own. */
function inner(field: DocSchema, path: string): string[] {
  const [item, more] = field.items === undefined ? [] : optionsOf(field.items);
  if (item !== undefined) return more === undefined ? rowsOf(item, `${path}[].`, []) : [];
  const parts = optionsOf(field);
  return parts.flatMap((one) => rowsOf(one, `${path}.`, [], parts.length > 1));
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
