import { expect, it } from "vitest";
import { type Box, drawEdges, withoutShortcuts } from "./draw-edges.ts";

const box = (left: number, top: number): Box => ({ left, top, width: 200, height: 100 });
const edge = (from: string, to: string) => ({ from, to, met: true });
/** Every x that a path goes through. */
const xs = (line: string) => [...line.matchAll(/[MLC ]\s?(-?[\d.]+) (-?[\d.]+)/g)].map(([, x]) => Number(x));

it("goes from the right side of what starts first to the left side of what waits", () => {
  const boxes = new Map([
    ["db", box(0, 0)],
    ["api", box(240, 40)],
  ]);
  const [drawn] = drawEdges(boxes, [edge("db", "api")]);
  expect(drawn?.line).toMatch(/^M 200 20 C .* 235 60$/);
  expect(drawn?.head).toContain("240 60");
});

it("goes along the left side where boxes stand one below the other, in lanes that do not cover each other", () => {
  const boxes = new Map(
    ["db", "api", "web", "far"].map((name, index) => [name, box(28, index * 120)] as const),
  );
  const drawn = drawEdges(boxes, [
    edge("db", "api"),
    edge("db", "web"),
    edge("web", "far"),
    edge("db", "far"),
  ]);
  const lanes = drawn.map(({ line }) => Math.min(...xs(line)));
  expect(lanes[0]).not.toBe(lanes[1]);
  expect(new Set([lanes[0], lanes[1], lanes[3]]).size).toBe(3);
  for (const x of lanes) expect(x).toBeGreaterThanOrEqual(0);
});

it("leaves out what has no box", () => {
  expect(drawEdges(new Map([["api", box(0, 0)]]), [edge("db", "api")])).toEqual([]);
});

it("leaves out what other lines say already, and ends in a circle", () => {
  const told = [edge("db", "api"), edge("api", "web"), edge("db", "web"), edge("cache", "web")];
  expect(withoutShortcuts(told).map(({ from, to }) => `${from} ${to}`)).toEqual([
    "db api",
    "api web",
    "cache web",
  ]);
  expect(withoutShortcuts([edge("a", "b"), edge("b", "a"), edge("b", "c")])).toHaveLength(3);
});
