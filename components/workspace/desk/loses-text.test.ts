import { expect, it } from "vitest";
import { losesText } from "./loses-text.ts";

it.each([
  ["a file that is not there", undefined, false],
  ["an empty file", { content: " \n", starter: "FROM a\n" }, false],
  ["the starter, which a reset brings back", { content: "FROM a\n", starter: "FROM a\n" }, false],
  ["the same text, but for its last line end", { content: "FROM b", starter: "FROM a\n" }, false],
  ["the student's own text", { content: "FROM c\n", starter: "FROM a\n" }, true],
  ["the student's own file", { content: "x\n", starter: null }, true],
])("inserting over %s: asks %#", (_name, file, asks) => {
  expect(losesText(file, "FROM b\n")).toBe(asks);
});
