import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileLesson } from "./compile-lesson.ts";

let cache = "";
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "drydock-blocks-"));
});
afterAll(() => rm(cache, { recursive: true }));

/** The labs of a text's blocks in their order; "-" for a block without one. */
async function labsOf(text: string): Promise<string[]> {
  const { code } = await compileLesson("lesson.mdx", `---\ntitle: x\n---\n\n${text}\n`, cache);
  return [...code.matchAll(/\.pre,\s?\{([^{}]*)children/g)].map(
    ([, properties = ""]) => /"data-lab":\s?"([^"]+)/.exec(properties)?.[1] ?? "-",
  );
}

const RUN = "```bash run\nls\n```\n";
const FILE = "```dockerfile file=Dockerfile\nFROM scratch\n```\n";
const SHOWN = "```bash\nls\n```\n";

describe("the lab of a block", () => {
  it.each<[string, string, string[]]>([
    ["is that of the last link before it", `[One](?lab=one)\n\n${RUN}\n[Two](?lab=two).\n\n${RUN}\n${FILE}`, ["one", "two", "two"]],
    ["is found through lists and emphasis", `- **[One](?lab=one#workspace)**\n\n> ${RUN.replaceAll("\n", "\n> ")}`, ["one"]],
    ["ends with its section", `## A\n\n[One](?lab=one)\n\n### Still A\n\n${RUN}\n## B\n\n${RUN}`, ["one", "-"]],
    ["is what its fence says", `[One](?lab=one)\n\n${RUN.replace("run", "run lab=two")}\n${RUN}`, ["two", "one"]],
    ["is not taken from a link to elsewhere", `[Lesson](/c/l?lab=one) and [heading](#lab=two)\n\n${RUN}`, ["-"]],
    ["is of no interest where nothing is typed", `[One](?lab=one)\n\n${SHOWN}`, ["-"]],
  ])("%s", async (_name, text, labs) => {
    expect(await labsOf(text)).toEqual(labs);
  });
});
