import { readFile, rename, writeFile } from "node:fs/promises";

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** The README with `table` between its two marks. Throws when it does not have them. */
export function placeTable(readme: string, table: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`the README has no ${BEGIN} ... ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

/**
 * `table` with the rows of `older` whose measures it does not have: each stays where it was, new ones come last.
 * A row without a figure of ours is left out, so that a measure which failed keeps what it found before.
 */
export function mergeTable(older: string, table: string): string {
  const fresh = new Map(
    rowsOf(table)
      .filter((row) => !/^\|[^|]*\| — \|/.test(row))
      .map((row) => [keyOf(row), row]),
  );
  const kept = rowsOf(older).map((row) => {
    const newer = fresh.get(keyOf(row));
    fresh.delete(keyOf(row));
    return newer ?? row;
  });
  const head = table.split("\n").filter((line) => !rowsOf(table).includes(line));
  return [...head, ...kept, ...fresh.values()].join("\n");
}

/** The lines of a table without its heading. */
function rowsOf(table: string): string[] {
  const lines = table.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(lines.findIndex((line) => line.startsWith("| ---")) + 1);
}

/** A measure is known by its first sentence: what follows are notes on this one run. */
const keyOf = (row: string): string => (/^\|\s*([^|]*?)(?:\. [^|]*)?\s*\|/.exec(row)?.[1] ?? row).trim();

export async function writeReadme(file: string, table: string): Promise<void> {
  const readme = await readFile(file, "utf8");
  const older = readme.slice(readme.indexOf(BEGIN) + BEGIN.length, Math.max(0, readme.indexOf(END)));
  const text = placeTable(readme, mergeTable(older, table));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
