import { answerQuizzes } from "./answer-quizzes.ts";
import { doLab } from "./do-lab.ts";
import { expect, test } from "./one-student.ts";
import { readCourse } from "./read-course.ts";

/*
 * One student, who begins at the first lesson of an empty site and goes on by the site's own links: reads, answers
 * the questions, writes what the solutions have into the editor, types their commands in the terminal, and is graded.
 */
const lessons = readCourse();

for (const [index, lesson] of lessons.entries()) {
  test(`lesson ${lesson.folder}`, async ({ page }) => {
    if (index === 0) {
      await page.goto("/");
      await page.getByRole("link", { name: /^Begin/ }).click();
    } else {
      await page.getByRole("link", { name: /^Next:/ }).click();
    }
    await expect(page).toHaveURL(new RegExp(`/${lesson.slug}(\\?.*)?$`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(lesson.title);
    await answerQuizzes(page);
    for (const lab of lesson.labs) await test.step(lab.name, () => doLab(page, lesson, lab));
  });
}

test("the course is done, and says so", async ({ page }) => {
  await page.getByRole("link", { name: /^All lessons/ }).click();
  const exercises = lessons.flatMap(({ labs }) => labs).length;
  // The last grade is kept a moment after its checks are seen.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(`${exercises} of ${exercises} exercises passed`)).toBeVisible({
      timeout: 2000,
    });
  }).toPass({ timeout: 20_000 });
});
