import { describe, expect, it } from "vitest";
import { drawMap } from "./draw-map.ts";

describe("the map of the rooms", () => {
  it("draws each allowed arrow once, from the rules that check them", () => {
    const map = drawMap({
      forbidden: [
        { name: "app-arrows", comment: "server/index.ts, core/" },
        { name: "server/db-arrows", comment: "server/content/" },
        { name: "core-arrows", comment: "" },
        { name: "no-cycles" },
      ],
    });
    expect(map.split("\n").filter((line) => line.includes("-->"))).toHaveLength(3);
    for (const room of ["app", "server/index.ts", "core", "server/db", "server/content"])
      expect(map).toContain(`["${room}"]`);
  });
});
