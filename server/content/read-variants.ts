import { z } from "zod";
import type { Variants } from "../../core/lab/variants.ts";
import { variantsSchema } from "../../core/lab/variants.ts";
import { contentError, parseYaml } from "./parse-yaml.ts";

const shape = z.looseObject({ variants: variantsSchema });

/**
 * What differs from student to student, by a lab's own text; nothing where it does not say. Read before the rest,
 * whose values it fills in.
 * @throws AppError INTERNAL with "file:line: field: message" for an author's mistake
 */
export function readVariants(file: string, text: string, what: string): Variants {
  if (!/^variants:/m.test(text)) return {};
  const findings = text.split("\n").flatMap((line, index) => {
    const bare = /^[^#"']*[:-]\s+(\{\{[\w-]+\}\})\s*(?:#.*)?$/.exec(line)?.[1];
    if (bare === undefined) return [];
    const message = `to YAML, ${bare} is a map: put it in quotes, "${bare}"; a number becomes one all the same`;
    return [{ line: index + 1, field: "", message }];
  });
  if (findings.length > 0) throw contentError(file, findings, what);
  return parseYaml(file, text, shape, { what }).variants;
}
