import { expect, test } from "./fixtures.ts";
import { COURSE_PATH } from "./lab.ts";

const path = `${COURSE_PATH}/layer-caching`;
const question = /Nothing in the folder has changed but the time/;

test("a question is answered by the keyboard, explained, and still answered in another visit", async ({
  page,
}) => {
  await page.goto(path);
  const quiz = page.getByRole("group", { name: question });
  const form = page.locator("form").filter({ has: quiz });
  await quiz.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(quiz.getByText("✗ Not this one.")).toBeVisible();
  await expect(quiz.getByText(/make would think so/)).toBeVisible();
  await expect(quiz.getByText("✓ Right.")).toBeHidden();

  await quiz.getByRole("radio").first().check();
  const kept = page.waitForResponse((response) => response.url().endsWith("/quiz") && response.ok());
  await form.getByRole("button", { name: "Answer again" }).click();
  await expect(quiz.getByText("✓ Right.")).toBeVisible();
  await expect(form.getByRole("status")).toHaveText("Right.");
  await kept;

  await page.reload();
  await expect(page.getByRole("group", { name: question }).getByText("✓ Right.")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a question leads back to itself, answered", async ({ page }) => {
    await page.goto(path);
    const quiz = page.getByRole("group", { name: question });
    await quiz.getByRole("radio").first().check();
    await page.locator("form").filter({ has: quiz }).getByRole("button", { name: "Answer" }).click();
    await expect(page).toHaveURL(/#quiz-touch$/);
    await expect(page.getByRole("group", { name: question }).getByText("✓ Right.")).toBeVisible();
  });
});
