import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../../testing/test-database.ts";
import { startTestSite, writeTestContent } from "../../../testing/test-site.ts";
import type { CreatedSite } from "../../create-site.ts";

let database: TestDatabase;
let created: CreatedSite;
beforeAll(async () => {
  database = await startTestDatabase();
  created = await startTestSite({ db: database.db, dataDir: database.dataDir });
  await writeTestContent(join(database.dataDir, "content"), {
    "demo/02-second/lesson.mdx":
      '---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [x]\nfacts: none\n---\n\n<Quiz id="one" question="?">\n<Option why="Since.">a</Option>\n<Option right why="So.">b</Option>\n</Quiz>\n',
  });
});
afterAll(async () => {
  await created.stop();
  await database.close();
});

const answer = (option: number, student = "ada", quiz = "one") =>
  created.site.courses.answerQuiz(student, "demo", "second", { quiz, option });

it("an answer is kept, counted and each student's own", async () => {
  expect(await answer(0)).toEqual({ option: 0, right: false, tries: 1 });
  expect(await answer(1)).toEqual({ option: 1, right: true, tries: 2 });
  expect(await created.site.courses.readQuizAnswers("ada", "demo", "second")).toEqual({
    one: { option: 1, right: true, tries: 2 },
  });
  expect(await created.site.courses.readQuizAnswers("bob", "demo", "second")).toEqual({});
  expect(await created.site.courses.readQuizAnswers("ada", "demo", "first")).toEqual({});
});

it("what the lesson does not ask is not kept", async () => {
  await expect(answer(2)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(answer(0, "ada", "another")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(
    created.site.courses.answerQuiz("ada", "demo", "nope", { quiz: "one", option: 0 }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});
