import { isMap, isPair, isSeq, type Node } from "yaml";
import { isExcessive } from "./is-excessive.ts";
import { parseYaml } from "./parse-yaml.ts";

/** Where each key and item of a file stands, by its path; plain data, so that a thread can hand it over. */
export type LineTable = ReadonlyMap<string, number>;

const nameOf = (path: readonly string[]): string => JSON.stringify(path);

export function tableOfLines(text: string): LineTable {
  const table = new Map<string, number>();
  if (isExcessive(text)) return table;
  const { document, counter } = parseYaml(text);
  const enter = (path: readonly string[], at: Node | null, value: unknown) => {
    const offset = at?.range?.[0];
    // Of two equal keys the first is meant.
    if (offset !== undefined && !table.has(nameOf(path)))
      table.set(nameOf(path), counter.linePos(offset).line);
    walk(value, path);
  };
  const walk = (node: unknown, path: readonly string[]) => {
    if (isMap(node)) {
      for (const item of node.items) {
        if (isPair(item)) enter([...path, String(item.key)], item.key as Node | null, item.value);
      }
    } else if (isSeq(node))
      node.items.forEach((item, at) => enter([...path, String(at)], item as Node, item));
  };
  walk(document.contents, []);
  return table;
}

/**
 * Lines of keys in a Compose file. The resolved configuration has keys that the file does not have (short
 * forms, defaults): then the line is that of the nearest key above that is there; null when there is none.
 */
export function lineIn(table: LineTable): (path: readonly string[]) => number | null {
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const line = table.get(nameOf(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return null;
  };
}

export const keyLines = (text: string): ((path: readonly string[]) => number | null) =>
  lineIn(tableOfLines(text));
