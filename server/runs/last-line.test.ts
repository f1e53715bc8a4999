import { expect, it } from "vitest";
import { LastLine } from "./last-line.ts";

function after(...pieces: string[]): string {
  const log = new LastLine();
  for (const piece of pieces) log.add(piece);
  return log.inWords();
}

it.each<[string, string[], string]>([
  ["a traceback, in pieces", ["Traceback:\n  File x\nKey", "Error: 'm'\n"], "KeyError: 'm'"],
  ["blank lines at the end", ["boom\n\n  \n"], "boom"],
  ["colours", ["\u001b[31mboom\u001b[0m\n"], "boom"],
  ["no line end", ["boom"], "boom"],
])("%s", (_name, pieces, line) => expect(after(...pieces)).toBe(` The last line of its log: ${line}`));

it("says so when nothing was printed, and cuts what is too long for a sentence", () => {
  expect(after("\n")).toBe(" It printed nothing.");
  expect(after(`${"x".repeat(100_000)}\n`)).toHaveLength(" The last line of its log: ".length + 201);
});
