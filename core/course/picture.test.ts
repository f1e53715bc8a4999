import { describe, expect, it } from "vitest";
import { mediaTypeOf, pathInLesson } from "./picture.ts";

describe("an address in a lesson", () => {
  it.each([
    ["a.png", "a.png"],
    ["./pictures/a.png", "pictures/a.png"],
    ["pictures//a%20b.png?v=2#top", "pictures/a b.png"],
    ["100%.png", "100%.png"],
  ])("%s names a file of its folder", (address, path) => {
    expect(pathInLesson(address)).toBe(path);
  });

  it.each([
    "",
    ".",
    "/icon.svg",
    "//example.org/a.png",
    "https://example.org/a.png",
    "data:image/png;base64,AA",
    "#recap",
    "?lab=one",
    "../02-serve/a.png",
    "pictures/%2e%2e/%2e%2e/a.png",
    "\\\\host\\a.png",
  ])("%j leads elsewhere", (address) => {
    expect(pathInLesson(address)).toBeNull();
  });
});

describe("of a lesson's folder", () => {
  it.each([
    ["a.png", "image/png"],
    ["pictures/Knot.JPG", "image/jpeg"],
    ["pictures/old/knot.svg", "image/svg+xml"],
  ])("%s is sent as %s", (path, type) => {
    expect(mediaTypeOf(path)).toBe(type);
  });

  it.each([
    "",
    "lesson.mdx",
    "labs/one/solution/plan.png",
    "png",
    ".png",
    ".hidden/a.png",
    "pictures/../lesson.png",
    "pictures//a.png",
    "a.png/",
    "a.png\0",
    "a.constructor",
  ])("%j is not sent", (path) => {
    expect(mediaTypeOf(path)).toBeNull();
  });
});
