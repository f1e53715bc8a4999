import { basename } from "node:path";
import { mediaTypeOf, PICTURE_BYTES } from "../../core/course/picture.ts";
import { findInside } from "./read-inside.ts";
import type { ImportedPicture, Section } from "./scenario.ts";

/** Pictures that sections show and the source has; each file goes into the lesson once. */
export async function findPictures(
  shown: readonly { readonly section: Section; readonly addresses: readonly string[] }[],
): Promise<ImportedPicture[]> {
  const pictures: ImportedPicture[] = [];
  const paths = new Map<string, string>();
  for (const { section, addresses } of shown) {
    for (const address of addresses) {
      const found = await findPicture(address, section.folders);
      if (found === null) continue;
      const path = paths.get(found.file) ?? freePath(basename(found.file), [...paths.values()]);
      paths.set(found.file, path);
      pictures.push({ section, address, path, bytes: found.bytes });
    }
  }
  return pictures;
}

async function findPicture(
  address: string,
  folders: readonly string[],
): Promise<{ readonly file: string; readonly bytes: Uint8Array } | null> {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return null;
  const [path = ""] = address.split(/[?#]/, 1);
  if (mediaTypeOf(basename(path)) === null) return null;
  const root = folders.at(-1) ?? ".";
  for (const folder of folders) {
    const found = await findInside(root, folder, decode(path), PICTURE_BYTES);
    if (found !== null) return found;
  }
  return null;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function freePath(name: string, taken: readonly string[]): string {
  // An address in Markdown has no spaces and brackets.
  const plain = name.replace(/[^\w.-]+/g, "-");
  let path = `pictures/${plain}`;
  for (let count = 2; taken.includes(path); count += 1) path = `pictures/${count}-${plain}`;
  return path;
}
