import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileLesson } from "./compile-lesson.ts";

let cache = "";
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "drydock-quiz-"));
});
afterAll(() => rm(cache, { recursive: true }));

const compile = (text: string) => compileLesson("lesson.mdx", `---\ntitle: x\n---\n\n${text}\n`, cache);
const OPTIONS = '<Option why="Since.">one</Option>\n<Option right why="So.">two `x`</Option>';

describe("questions of a lesson", () => {
  it("are found with the right answer, however the options are spaced", async () => {
    const { quizzes } = await compile(
      `<Quiz id="a" question="?">\n${OPTIONS}\n</Quiz>\n\n<Quiz id="b" question="?">\n\n${OPTIONS.replace("\n", "\n\n")}\n\n</Quiz>`,
    );
    expect(quizzes).toEqual([
      { id: "a", options: 2, right: 1 },
      { id: "b", options: 2, right: 1 },
    ]);
  });

  it.each([
    ["without an id", `<Quiz question="?">\n${OPTIONS}\n</Quiz>`, "needs an id"],
    ["without a question", `<Quiz id="a">\n${OPTIONS}\n</Quiz>`, "needs a question"],
    ["with one option", '<Quiz id="a" question="?">\n<Option right why="x">one</Option>\n</Quiz>', "2 to 8"],
    [
      "without an explanation",
      `<Quiz id="a" question="?">\n${OPTIONS}\n<Option>three</Option>\n</Quiz>`,
      "needs a why",
    ],
    ["without a right one", `<Quiz id="a" question="?">\n${OPTIONS.replace(" right", "")}\n</Quiz>`, "must be right"],
    ["twice", `<Quiz id="a" question="?">\n${OPTIONS}\n</Quiz>\n\n<Quiz id="a" question="?">\n${OPTIONS}\n</Quiz>`, "two"],
  ])("%s stop the lesson", async (_name, text, words) => {
    await expect(compile(text)).rejects.toThrow(words);
  });
});
