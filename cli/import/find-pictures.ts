import { readFile, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { mediaTypeOf, PICTURE_BYTES } from "../../core/course/picture.ts";
import { PICTURE } from "./convert-line.ts";
import type { ImportedPicture, Section } from "./scenario.ts";

/** Pictures that sections show and the source has; each file goes into the lesson once. */
export async function findPictures(sections: readonly Section[]): Promise<ImportedPicture[]> {
  const pictures: ImportedPicture[] = [];
  const paths = new Map<string, string>();
  for (const section of sections) {
    const addresses = [...section.markdown.matchAll(PICTURE)].map(([, , address = ""]) => address);
    for (const address of new Set(addresses)) {
      const file = await findFile(address, section.folders);
      if (file === null) continue;
      const path = paths.get(file) ?? freePath(basename(file), [...paths.values()]);
      paths.set(file, path);
      pictures.push({ section, address, path, bytes: await readFile(file) });
    }
  }
  return pictures;
}

async function findFile(address: string, folders: readonly string[]): Promise<string | null> {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return null;
  const [path = ""] = address.split(/[?#]/, 1);
  const root = await realpath(folders.at(-1) ?? ".");
  for (const folder of folders) {
    // No way out of the source, by ".." or by a link.
    const file = await realpath(join(folder, path)).catch(() => null);
    if (file === null || !file.startsWith(`${root}${sep}`) || mediaTypeOf(basename(file)) === null) continue;
    const found = await stat(file);
    if (found.isFile() && found.size <= PICTURE_BYTES) return file;
  }
  return null;
}

function freePath(name: string, taken: readonly string[]): string {
  // An address in Markdown has no spaces and brackets.
  const plain = name.replace(/[^\w.-]+/g, "-");
  let path = `pictures/${plain}`;
  for (let count = 2; taken.includes(path); count += 1) path = `pictures/${count}-${plain}`;
  return path;
}
