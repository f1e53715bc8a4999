import { readFileSync } from "node:fs";
import { drawMap } from "./draw-map.ts";

const [BEGIN, END] = ["<!-- map -->", "<!-- /map -->"] as const;

/**
 * ARCHITECTURE.md with today's arrows between the top folders between its marks.
 * @param rules what .dependency-cruiser.cjs exports
 */
export function architectureWithMap(rules: unknown): string {
  const text = readFileSync(new URL("../../ARCHITECTURE.md", import.meta.url), "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`ARCHITECTURE.md needs the marks ${BEGIN} and ${END} for the map of its folders`);
  return `${before}${BEGIN}\n\n${drawMap(rules)}\n\n${END}${after}`;
}
