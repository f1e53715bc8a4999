import { isMap, isPair, isSeq, LineCounter, parseDocument, type Node } from "yaml";
import { isExcessive } from "./is-excessive.ts";

/**
 * Lines of keys in a Compose file. The resolved configuration has keys that the file does not have (short
 * forms, defaults): then the line is that of the nearest key above that is there; null when there is none.
 */
export function keyLines(text: string): (path: readonly string[]) => number | null {
  if (isExcessive(text)) return () => null;
  const lines = new LineCounter();
  const root = parseDocument(text, { lineCounter: lines, strict: false, logLevel: "silent" }).contents;
  return (path) => {
    let node: unknown = root;
    let offset: number | null = null;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && String(item.key) === key);
        if (pair === undefined) break;
        offset = (pair.key as Node | null)?.range?.[0] ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(key)];
        if (item === undefined) break;
        offset = (item as Node).range?.[0] ?? offset;
        node = item;
      } else break;
    }
    return offset === null ? null : lines.linePos(offset).line;
  };
}
