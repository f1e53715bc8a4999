import { expect, it, vi } from "vitest";
import { parseOnce } from "./parse-once.ts";

it("parses a text once, a changed one anew, and a mistake every time", () => {
  const parse = vi.fn(() => ({}));
  const first = parseOnce("a", "one", parse);
  expect(parseOnce("a", "one", parse)).toBe(first);
  expect(parseOnce("b", "one", parse)).not.toBe(first);
  expect(parseOnce("a", "two", parse)).not.toBe(first);
  expect(parse).toHaveBeenCalledTimes(3);
  const fail = vi.fn(() => {
    throw new Error("a mistake");
  });
  expect(() => parseOnce("c", "one", fail)).toThrow("a mistake");
  expect(() => parseOnce("c", "one", fail)).toThrow("a mistake");
});
