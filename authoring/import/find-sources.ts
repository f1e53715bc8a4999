import { access, readdir } from "node:fs/promises";
import { join, normalize } from "node:path";
import { z } from "zod";
import { readTextInside } from "./read-inside.ts";
import { parseJson } from "./read-killercoda.ts";
import { LABSPACE_FILES } from "./read-labspace.ts";

/** The folder of one scenario, and what it is. */
export interface Source {
  readonly folder: string;
  /** Of a Labspace, the file that describes it; null for a Killercoda scenario. */
  readonly labspace: string | null;
}

/** structure.json of a Killercoda course: its scenarios in their order. */
const structure = z.object({ items: z.array(z.object({ path: z.string() })) });
const MOST = 100;
const DEEPEST = 3;

/**
 * The scenarios of a folder: the one that it is, those that its structure.json names, in that order, or those of its
 * folders, by their names. None for a folder of something else.
 */
export async function findSources(folder: string, depth = 0): Promise<Source[]> {
  const labspace = await firstThere(folder, LABSPACE_FILES);
  if (labspace !== null) return [{ folder, labspace }];
  if ((await firstThere(folder, ["index.json"])) !== null) return [{ folder, labspace: null }];
  if (depth >= DEEPEST) return [];
  const listed = await readStructure(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => name)
    .toSorted((one, other) => one.localeCompare(other, "en", { numeric: true }));
  const sources: Source[] = [];
  for (const name of listed ?? folders) {
    if (sources.length >= MOST) break;
    const below = await findSources(join(folder, name), depth + 1);
    sources.push(...below.slice(0, MOST - sources.length));
  }
  return sources;
}

async function readStructure(folder: string): Promise<string[] | null> {
  const text = await readTextInside(folder, "structure.json");
  if (text === null) return null;
  const parsed = structure.safeParse(parseJson(text, join(folder, "structure.json")));
  if (!parsed.success) return null;
  // No way out of what is imported.
  return parsed.data.items
    .map(({ path }) => normalize(path))
    .filter((path) => !path.startsWith("..") && !path.startsWith("/"));
}

async function firstThere(folder: string, files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const there = await access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return null;
}
