import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { drawMap } from "./draw-map.ts";

const [BEGIN, END] = ["<!-- map -->", "<!-- /map -->"] as const;
const load = createRequire(import.meta.url);

/** ARCHITECTURE.md with the map of today's arrows between its marks. */
export function architectureWithMap(): string {
  const text = readFileSync(new URL("../../ARCHITECTURE.md", import.meta.url), "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`ARCHITECTURE.md needs the marks ${BEGIN} and ${END} for the map of the rooms`);
  return `${before}${BEGIN}\n\n${drawMap(load("../../.dependency-cruiser.cjs"))}\n\n${END}${after}`;
}
