import { afterEach, expect, it } from "vitest";
import { watchLoop } from "./watch-loop.ts";

let stop: () => void = () => undefined;
afterEach(() => stop());

const hold = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

it("says once how long the loop was held, and what was under way", async () => {
  const said: string[] = [];
  const options = { heldMs: 300, everyMs: 50, quietMs: 60_000, describe: () => "build of ann" };
  stop = watchLoop({ ...options, warn: (text) => said.push(text) });
  hold(600);
  await expect.poll(() => said.length).toBe(1);
  hold(600);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(said).toHaveLength(1);
  expect(Number(/held for (\d+) ms/.exec(said[0] ?? "")?.[1])).toBeGreaterThanOrEqual(500);
  expect(said[0]).toContain("build of ann");
});
