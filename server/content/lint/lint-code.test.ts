import { expect, it } from "vitest";
import { lintCode } from "./lint-code.ts";
import { readMdx } from "./read-mdx.ts";

const LABS = new Map([
  ["one", ["Dockerfile"]],
  ["two", ["compose.yaml"]],
]);

async function lint(text: string, labs: ReadonlyMap<string, readonly string[]> = LABS): Promise<string[]> {
  const read = await readMdx(text);
  if (read.status !== "read") throw new Error("not MDX");
  return lintCode(read.tree, labs).map(({ line, message }) => `${line}: ${message}`);
}

it("in a lesson with several labs each block has to say to which one it belongs", async () => {
  const run = "```bash run\nls\n```\n";
  expect(await lint(`## A\n\n${run}`)).toEqual(["3: nobody knows which lab this block belongs to"]);
  expect(await lint(`## A\n\n[One](?lab=one)\n\n${run}`)).toEqual([]);
  expect(await lint(`## A\n\n[One](?lab=one)\n\n## B\n\n${run}`)).toHaveLength(1);
  expect(await lint(`## A\n\n${run.replace("run", "run lab=two")}`)).toEqual([]);
  expect(await lint(`## A\n\n${run}`, new Map([["one", []]]))).toEqual([]);
});

it("a block's file has to be one of its own lab", async () => {
  const file = "```yaml file=compose.yaml\nservices: {}\n```\n";
  expect(await lint(`[Two](?lab=two)\n\n${file}`)).toEqual([]);
  expect(await lint(`[One](?lab=one)\n\n${file}`)).toEqual(["3: a student cannot write compose.yaml in this lab"]);
});
