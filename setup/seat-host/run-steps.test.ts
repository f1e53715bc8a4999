import { expect, it } from "vitest";
import { planSteps, runSteps, type Step } from "./run-steps.ts";

const steps: readonly Step<string[], "here" | "there">[] = [
  { name: "a", does: (world) => void world.push("a") },
  { name: "b", only: ["there"], does: (world) => void world.push("b") },
  { name: "c", does: (world) => Promise.resolve().then(() => void world.push("c")) },
  { name: "d", does: (world) => void world.push("d") },
];

it("takes the steps of its kind one after the other", async () => {
  const world: string[] = [];
  await runSteps(planSteps(steps, "here"), world);
  expect(world).toEqual(["a", "c", "d"]);
  expect(planSteps(steps, "there").map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
});

it("takes no step after one that failed", async () => {
  const world: string[] = [];
  const broken = { name: "x", does: () => Promise.reject(new Error("x")) };
  await expect(runSteps([...planSteps(steps, "here"), broken, ...steps], world)).rejects.toThrow("x");
  expect(world).toEqual(["a", "c", "d"]);
});

it("begins no step once it was given up", async () => {
  const world: string[] = [];
  const controller = new AbortController();
  const stop = { name: "stop", does: () => controller.abort() };
  await expect(runSteps([stop, ...steps], world, controller.signal)).rejects.toThrow("given up");
  expect(world).toEqual([]);
});
