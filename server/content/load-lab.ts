import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { parseLabId } from "../../core/lab/lab-id.ts";
import { labSchema } from "../../core/lab/schema.ts";
import type { Lab } from "../../core/lab/schema.ts";
import { findLessonFolder } from "./lesson-folders.ts";
import { contentError, parseYaml } from "./parse-yaml.ts";
import { readFolder } from "./read-folder.ts";
import type { FolderFile } from "./read-folder.ts";

export interface LoadedLab {
  /** "course/lesson/lab" */
  readonly id: string;
  readonly lab: Lab;
  /** Folder of the lab: starter/, solution/, wrong/, right/ are in it. */
  readonly directory: string;
  /** Sorted by path. */
  readonly starter: readonly FolderFile[];
}

/** Authors are trusted; the limits only keep a slip (a model, a video) out of the database. */
const starterLimits = { fileBytes: 1_000_000, totalBytes: 10_000_000, files: 200 };

const unknown = (labId: string) =>
  new AppError("NOT_FOUND", {
    message: `no lab ${JSON.stringify(labId.slice(0, 200))}`,
    userMessage: "There is no such lab. Open it from its lesson.",
  });

/**
 * Reads lab.yaml and the starter.
 * @throws AppError NOT_FOUND, or INTERNAL with "file:line: field: message" for an author's mistake
 */
export async function loadLab(contentDir: string, labId: string): Promise<LoadedLab> {
  const parts = parseLabId(labId);
  if (parts === null) throw unknown(labId);
  const folder = await findLessonFolder(contentDir, parts.course, parts.lesson);
  if (folder === null) throw unknown(labId);
  const directory = join(folder.directory, "labs", parts.lab);
  const file = join(directory, "lab.yaml");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw unknown(labId);
    throw error;
  });
  const what = `The lab ${labId}`;
  const lab = parseYaml(file, text, labSchema, { what });
  const ids = lab.checks.map((check) => check.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw contentError(file, [{ line: 1, field: "checks", message: `two checks have the id ${twice}` }], what);
  }
  const starter = await readFolder(join(directory, "starter"), starterLimits);
  if (!starter.some((entry) => entry.path === lab.open)) {
    const message = `starter/ has no file ${lab.open}`;
    throw contentError(file, [{ line: 1, field: "open", message }], what);
  }
  return { id: labId, lab, directory, starter };
}
