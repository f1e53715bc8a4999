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

export async function writeReadme(file: string, table: string): Promise<void> {
  const text = placeTable(await readFile(file, "utf8"), table);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
