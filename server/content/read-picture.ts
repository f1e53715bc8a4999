import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { mediaTypeOf, PICTURE_BYTES } from "../../core/course/picture.ts";
import { findLessonFolder } from "./lesson-folders.ts";

export interface Picture {
  /** "image/png" */
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Another one once the file was written again. */
  readonly version: string;
}

/**
 * A picture out of a lesson's folder. Null when there is none of that path, or when it is nothing that is sent:
 * no picture, part of a lab, a link out of the folder, larger than PICTURE_BYTES.
 */
export async function readPicture(
  contentDir: string,
  course: string,
  lesson: string,
  path: string,
): Promise<Picture | null> {
  const mediaType = mediaTypeOf(path);
  const folder = mediaType === null ? null : await findLessonFolder(contentDir, course, lesson);
  if (mediaType === null || folder === null) return null;
  try {
    const home = await realpath(folder.directory);
    const file = await realpath(join(home, path));
    if (!file.startsWith(`${home}${sep}`)) return null;
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > PICTURE_BYTES) return null;
      const bytes = new Uint8Array(await handle.readFile());
      return { mediaType, bytes, version: `${stat.mtimeMs.toString(36)}-${stat.size.toString(36)}` };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ENXIO"].includes(code)) return null;
    throw error;
  }
}
