import { expect, it } from "vitest";
import { seedOf } from "./seed-of.ts";

it("a seed belongs to one student and one lab, and to whoever has the key", () => {
  const key = Buffer.alloc(32, 1);
  const seed = seedOf(key, "ada", "c/l/lab");
  expect(seedOf(Buffer.alloc(32, 1), "ada", "c/l/lab")).toBe(seed);
  const others = [
    seedOf(key, "bob", "c/l/lab"),
    seedOf(key, "ada", "c/l/other"),
    seedOf(Buffer.alloc(32, 2), "ada", "c/l/lab"),
  ];
  expect(new Set([seed, ...others]).size).toBe(4);
});
