import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { parseOnce } from "./parse-once.ts";

/** Only what the outline of a course needs; the lab's own page says what is wrong with a lab.yaml. */
const outlined = z.object({
  checks: z.array(z.unknown()).default([]),
  steps: z.array(z.object({ id: z.string() })).default([]),
});

/** Ids of the steps of a lab that nobody judges; null for a lab with checks, and for one that cannot be read. */
export async function readUnjudgedSteps(lessonDirectory: string, lab: string): Promise<readonly string[] | null> {
  const file = join(lessonDirectory, "labs", lab, "lab.yaml");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  return parseOnce(`${file}#steps`, text, () => {
    // A cheap look first: a lab with checks is the usual one, and is read in full elsewhere.
    if (!/^steps:/m.test(text)) return null;
    try {
      const lab = outlined.safeParse(parse(text, { maxAliasCount: 100 }));
      return lab.success && lab.data.checks.length === 0 ? lab.data.steps.map(({ id }) => id) : null;
    } catch {
      return null;
    }
  });
}
