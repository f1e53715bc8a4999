import { readFile, rename, writeFile } from "node:fs/promises";

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** The page with `table` between its two marks. Throws when it does not have them. */
export function placeTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`the page has no ${BEGIN} ... ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
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

export async function writeTable(file: string, table: string): Promise<void> {
  const page = await readFile(file, "utf8");
  const older = page.slice(page.indexOf(BEGIN) + BEGIN.length, Math.max(0, page.indexOf(END)));
  const text = placeTable(page, mergeTable(older, table));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
