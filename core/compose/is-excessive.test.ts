import { expect, it } from "vitest";
import { isExcessive } from "./is-excessive.ts";

const stairs = (step: string) =>
  Array.from({ length: 900 }, (_, depth) => `${" ".repeat(depth)}${step}\n`).join("");

it.each([
  ["brackets", "a: " + "[".repeat(900)],
  ["brackets that only comments close", "a:\n" + "  [ #]\n".repeat(900)],
  ["brackets that only texts close", `a: ${'["]", '.repeat(900)}`],
  ["braces", "{a: ".repeat(900)],
  ["lists in lists", "- ".repeat(900)],
  ["keys that are maps", "? ".repeat(900)],
  ["maps on one line", "a: ".repeat(900)],
  ["maps in brackets", `[${"a:\n".repeat(900)}`],
  ["more marks than a thousand lines have", "a:\n" + "  - b: c\n".repeat(2000)],
  ["a megabyte of keys", Array.from({ length: 100_000 }, (_, at) => `x-${at}:\n`).join("")],
  ["stairs of maps", stairs("a:")],
  ["stairs of lists", stairs("-")],
])("knows %s", (_, text) => expect(isExcessive(text)).toBe(true));

it.each([
  [
    "a Compose file",
    "services:\n  api:\n    build: { context: ., args: [a=b] }\n    ports:\n      - 8000:8000\n",
  ],
  ["many keys in one line", `{${Array.from({ length: 500 }, (_, at) => `k${at}: [${at}]`).join(", ")}}`],
  ["a long list", "a:\n" + "  - b: c\n".repeat(700)],
  ["a script", `a: |\n${"  [ - ? : {\n".repeat(500)}`],
  ["a quoted text", `a: "${"[{- ".repeat(500)}"\n`],
  ["nothing", ""],
])("lets pass %s", (_, text) => expect(isExcessive(text)).toBe(false));
