import { expect, it } from "vitest";
import { expandVariables } from "./expand-variables.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

it("cuts values that double with every line", () => {
  const text = `ARG A=xxxxxxxx\n${"ARG A=$A$A\n".repeat(40)}FROM $A\n`;
  expect(parseDockerfile(text).stages[0]?.from.image).toHaveLength(10_000);
  expect(
    expandVariables("${A:+$B}$B", new Map(["A", "B"].map((name) => [name, "x".repeat(9000)])), ""),
  ).toHaveLength(10_000);
});
