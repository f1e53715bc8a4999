import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const schemas = fileURLToPath(new URL("../../docs/schema", import.meta.url));

/** The comment by which an editor finds the fields of a YAML file, to complete and to check them. */
export function schemaLine(file: string, schema: "course" | "lab" | "lesson"): string {
  const path = relative(dirname(file), join(schemas, `${schema}.schema.json`));
  return `# yaml-language-server: $schema=${path.split(sep).join("/")}`;
}
