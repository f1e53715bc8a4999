import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Edit } from "./wall.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = [
  ...[
    "app",
    "authoring",
    "cli",
    "components",
    "core",
    "deploy",
    "doctor",
    "registry-door",
    "server",
    "setup",
    "testing",
  ],
  ...["package.json", "tsconfig.json"],
];
const LINKED = ["node_modules", "content", "public"];

/** A copy of the programs that attacks run from. A wall is taken down in it and nowhere else. */
export interface SourcesCopy {
  readonly directory: string;
  /** Works in the copy while these passages are exchanged. Throws when one is not there exactly once. */
  withEdits<T>(edits: readonly Edit[], work: () => Promise<T>): Promise<T>;
}

/** @param directory is made anew; whoever has asked for it removes it */
export async function copySources(directory: string): Promise<SourcesCopy> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const one of COPIED)
    await cp(path.join(root, one), path.join(directory, one), { recursive: true, verbatimSymlinks: true });
  for (const one of LINKED) await symlink(path.join(root, one), path.join(directory, one));
  return {
    directory,
    withEdits: async (edits, work) => {
      const before = new Map<string, string>();
      try {
        for (const edit of edits) {
          const file = path.join(directory, edit.file);
          const text = await readFile(file, "utf8");
          if (!before.has(file)) before.set(file, text);
          await writeFile(file, applyEdit(text, edit));
        }
        return await work();
      } finally {
        for (const [file, text] of before) await writeFile(file, text);
      }
    },
  };
}

/** @throws when the passage is not there, or there twice: the wall has moved, and nothing would be proved */
export function applyEdit(text: string, { file, find, put }: Edit): string {
  const pieces = text.split(find);
  if (pieces.length !== 2)
    throw new Error(`${file} has ${pieces.length - 1} times ${JSON.stringify(find)}, and not once`);
  return pieces.join(put);
}

export const sourceOf = (file: string): Promise<string> => readFile(path.join(root, file), "utf8");
