import { join } from "node:path";
import type { Variant } from "../../core/lab/variants.ts";
import { fillText } from "../../core/lab/variants.ts";
import type { ContentFinding } from "./parse-yaml.ts";
import { contentError } from "./parse-yaml.ts";
import type { FolderFile } from "./read-folder.ts";

/** The finding for a placeholder that names nothing. */
export function unknownName({ name, line }: { name: string; line: number }, variant: Variant): ContentFinding {
  const known = Object.keys(variant).join(", ");
  return { line, field: "", message: `{{${name}}} is none of the lab's variants, which are ${known}` };
}

/**
 * Files of a lab as the student of that variant has them. A lab without variants has no placeholders either: there,
 * braces are text.
 * @param directory of the files, for messages
 * @throws AppError INTERNAL with "file:line: message" for a placeholder that names nothing
 */
export function fillFiles(
  directory: string,
  files: readonly FolderFile[],
  variant: Variant,
  what: string,
): readonly FolderFile[] {
  if (Object.keys(variant).length === 0) return files;
  return files.map((file) => {
    const { text, unknown } = fillText(file.content, variant);
    if (unknown.length > 0) {
      const findings = unknown.map((one) => unknownName(one, variant));
      throw contentError(join(directory, file.path), findings, what);
    }
    return { ...file, content: text };
  });
}
