import { describe, expect, it } from "vitest";
import { drawMap } from "./draw-map.ts";

const rules = {
  forbidden: [
    { name: "app-arrows", comment: "server/index.ts, core/" },
    { name: "setup-arrows", comment: "core/, server/index.ts" },
    { name: "server/db-arrows", comment: "server/content/" },
    { name: "components/page-arrows", comment: "components/ui/" },
    { name: "core-arrows", comment: "" },
    { name: "no-cycles" },
  ],
};
const arrowsOf = (map: string) => map.split("\n").filter((line) => line.includes("-->"));

describe("the map of the folders", () => {
  it("has a line for each folder that may import something, and a label once for each name with a slash", () => {
    expect(arrowsOf(drawMap(rules))).toEqual([
      '  app --> server_index_ts["server/index.ts"] & core',
      "  setup --> core & server_index_ts",
    ]);
  });

  it("draws the folders inside a large one apart", () => {
    expect(arrowsOf(drawMap(rules, "server"))).toEqual([
      '  server_db["server/db"] --> server_content["server/content"]',
    ]);
    expect(arrowsOf(drawMap(rules, "components"))).toHaveLength(1);
  });
});
