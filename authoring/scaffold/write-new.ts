import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What somebody asked for cannot be made; the message says what to ask for instead. */
export class ScaffoldError extends Error {}

/** Writes files below a folder; a file that is there already is never written over. */
export async function writeNew(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  const written: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new ScaffoldError(`${file} is there already. Take another name.`);
    });
    written.push(file);
  }
  return written;
}

/** "health-checks" as a title: "Health checks". */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  // The schema wants three letters.
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.padEnd(3, ".");
}
