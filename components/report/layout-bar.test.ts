import { describe, expect, it } from "vitest";
import type { ImageLayer, Waste } from "../../core/image/report.ts";
import { english } from "../text/english.ts";
import { layoutBar } from "./layout-bar.ts";

const layer = (
  index: number,
  megabytes: number,
  origin: "base" | "own",
  line: number | null,
): ImageLayer => ({
  index,
  diffId: `sha256:${index}`,
  bytes: megabytes * 1e6,
  createdBy: "RUN",
  origin,
  line,
});
const waste = (layerIndex: number, cause: Waste["cause"], megabytes: number): Waste => ({
  cause,
  layerIndex,
  line: 3,
  bytes: megabytes * 1e6,
  files: 1,
  examples: [],
  advice: "",
});
const image = {
  id: "x",
  bytes: 400e6,
  layers: [
    layer(0, 75, "base", null),
    layer(1, 60, "base", null),
    layer(2, 0, "own", 2),
    layer(3, 265, "own", 3),
  ],
};

describe("the bar of bytes", () => {
  it("is exactly as long as the image is heavy, without gaps", () => {
    const { segments, end, scaleBytes } = layoutBar(english.image, {
      image,
      waste: [waste(3, "pip-cache", 60), waste(3, "tests", 5)],
      budgetBytes: 500e6,
      previousBytes: null,
    });
    expect(end * scaleBytes).toBeCloseTo(400e6);
    let at = 0;
    for (const segment of segments) {
      expect(segment.start).toBeCloseTo(at);
      at += segment.width;
    }
    expect(at).toBeCloseTo(end);
    expect(segments.map(({ kind, bytes }) => [kind, bytes / 1e6])).toEqual([
      ["base", 135],
      ["own", 200],
      ["waste", 60],
      ["waste", 5],
    ]);
    expect(segments[2]?.label).toBe("pip cache 60 MB");
  });

  it("has room for budget and ghost on the same scale", () => {
    const layout = layoutBar(english.image, { image, waste: [], budgetBytes: 500e6, previousBytes: 900e6 });
    expect(layout.ghost ?? 0).toBeLessThan(1);
    expect((layout.ghost ?? 0) / layout.end).toBeCloseTo(900 / 400);
    expect((layout.budget ?? 0) / layout.end).toBeCloseTo(500 / 400);
  });

  it("never draws more waste than the layer has", () => {
    const { segments, end } = layoutBar(english.image, {
      image,
      waste: [waste(3, "pip-cache", 9000), waste(3, "tests", 10)],
      budgetBytes: null,
      previousBytes: null,
    });
    const drawn = segments.reduce((sum, segment) => sum + segment.width, 0);
    expect(drawn).toBeCloseTo(end);
    expect(segments.every((segment) => segment.width > 0)).toBe(true);
  });

  it("stands an image without bytes", () => {
    const layout = layoutBar(english.image, {
      image: { id: "", bytes: 0, layers: [] },
      waste: [],
      budgetBytes: null,
      previousBytes: null,
    });
    expect(layout).toMatchObject({ segments: [], end: 0, budget: null, ghost: null });
  });
});
