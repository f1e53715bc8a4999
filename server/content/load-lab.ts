import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { parseLabId } from "../../core/lab/lab-id.ts";
import type { Lab } from "../../core/lab/schema.ts";
import { labSchema } from "../../core/lab/schema.ts";
import type { Variant } from "../../core/lab/variants.ts";
import { COMMON_SEED, drawVariant, fillText, fillValue, keepVariant } from "../../core/lab/variants.ts";
import { say } from "../../core/messages/say.ts";
import { fillFiles, unknownName } from "./fill-files.ts";
import { findLessonFolder } from "./lesson-folders.ts";
import { contentError, parseYaml } from "./parse-yaml.ts";
import type { FolderFile } from "./read-folder.ts";
import { readFolder } from "./read-folder.ts";
import { readVariants } from "./read-variants.ts";

export interface LoadedLab {
  /** "course/lesson/lab" */
  readonly id: string;
  readonly lab: Lab;
  /** Folder of the lab: starter/, solution/, wrong/, right/ are in it. */
  readonly directory: string;
  /** What the placeholders in its files stand for; empty in a lab without variants. */
  readonly variant: Variant;
  /** Sorted by path. */
  readonly starter: readonly FolderFile[];
}

/** Authors are trusted; the limits only keep a slip (a model, a video) out of the database. */
const starterLimits = { fileBytes: 1_000_000, totalBytes: 10_000_000, files: 200 };

const unknown = (labId: string) =>
  new AppError("NOT_FOUND", {
    message: `no lab ${JSON.stringify(labId.slice(0, 200))}`,
    userMessage: say("lab.none"),
  });

/**
 * Reads lab.yaml and the starter, as the student of that seed has them.
 * @param by what the lab's variant is drawn with (`seedOf`); without one that of nobody in particular. Or a variant
 *   that was drawn before: values that the lab has got since are drawn as for nobody in particular
 * @throws AppError NOT_FOUND, or INTERNAL with "file:line: field: message" for an author's mistake
 */
export async function loadLab(
  contentDir: string,
  labId: string,
  by: string | Variant = COMMON_SEED,
): Promise<LoadedLab> {
  const parts = parseLabId(labId);
  if (parts === null) throw unknown(labId);
  const lesson = await findLessonFolder(contentDir, parts.course, parts.lesson);
  if (lesson === null) throw unknown(labId);
  const directory = join(lesson.directory, "labs", parts.lab);
  const file = join(directory, "lab.yaml");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw unknown(labId);
    throw error;
  });
  const what = `The lab ${labId}`;
  const variants = readVariants(file, text, what);
  const variant = typeof by === "string" ? drawVariant(variants, by) : keepVariant(variants, by);
  const { unknown: names } = fillText(text, variant);
  const varies = Object.keys(variant).length > 0;
  if (varies && names.length > 0) {
    const findings = names.map((one) => unknownName(one, variant));
    throw contentError(file, findings, what);
  }
  const prepare = (value: unknown) => (varies ? fillValue(value, variant) : value);
  const lab = parseYaml(file, text, labSchema, { what, prepare });
  const ids = lab.checks.map((check) => check.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw contentError(file, [{ line: 1, field: "checks", message: `two checks have the id ${twice}` }], what);
  }
  const folder = join(directory, "starter");
  const starter = fillFiles(folder, await readFolder(folder, starterLimits), variant, what);
  if (!starter.some((entry) => entry.path === lab.open)) {
    const message = `starter/ has no file ${lab.open}`;
    throw contentError(file, [{ line: 1, field: "open", message }], what);
  }
  return { id: labId, lab, directory, variant, starter };
}
