import { expect, test } from "./fixtures.ts";
import { COURSE_PATH, LESSON_PATH } from "./lab.ts";
import { readSolution } from "./lab-files.ts";

test("each student has values of their own, and the solution that is shown beside their files has them too", async ({
  page,
  otherPage,
  student,
}) => {
  await page.goto(LESSON_PATH);
  const task = page.getByRole("region", { name: "Your task" });
  await expect(task).toContainText(/User id\s*\d{4}/);
  const mine = await task.innerText();
  await otherPage.goto(LESSON_PATH);
  await expect(otherPage.getByRole("region", { name: "Your task" })).not.toHaveText(mine);

  await page.getByRole("tab", { name: "Checks" }).click();
  const ask = page.getByRole("button", { name: "Show a solution" });
  await ask.click();
  const question = page.getByRole("dialog", { name: "Show a solution?" });
  await expect(question).toContainText("is recorded");
  await question.getByRole("button", { name: "Try further by myself" }).click();
  await expect(question).toBeHidden();
  await ask.click();
  await question.getByRole("button", { name: "Show the solution" }).click();

  const shown = page.getByRole("dialog", { name: "Your files beside the solution" });
  await expect(shown.getByText("opened before the exercise was passed")).toBeVisible();
  const files = await readSolution(student.id);
  const tabs = shown.getByRole("tablist", { name: "Files of the solution" }).getByRole("tab");
  await expect(tabs).toHaveText(files.map(({ path }) => path));
  await shown.getByRole("tab", { name: "Dockerfile" }).focus();
  await page.keyboard.press("Home");
  await shown.getByRole("tab", { name: "Dockerfile" }).click();
  await expect(shown.getByRole("textbox", { name: "The solution's text, read-only" })).toBeVisible();
  const uid =
    /--uid (\d+)/.exec(files.find(({ path }) => path === "Dockerfile")?.content ?? "")?.[1] ?? "none";
  expect(mine).toContain(uid);
  await shown.getByRole("button", { name: "Close the solution" }).click();
  await expect(shown).toBeHidden();

  // It is known the next time: no question any more, and the outline tells it.
  await page.goto(COURSE_PATH);
  await expect(page.getByText("solution opened before passing")).toBeVisible();
  await page.goto(LESSON_PATH);
  await page.getByText("Files", { exact: true }).click();
  await page.getByRole("region", { name: "Files" }).getByRole("button", { name: "Show a solution" }).click();
  await expect(shown).toBeVisible();
});
