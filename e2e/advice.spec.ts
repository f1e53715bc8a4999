import { expect, test } from "./fixtures.ts";
import { LESSON_PATH } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";

test("the editor advises, says why, leads to the lesson, and mends", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(page, [
    {
      path: "Dockerfile",
      content: "FROM python:3.11-slim\nWORKDIR /app\nCMD ['uvicorn', 'app.main:app', '--host', '0.0.0.0']\n",
    },
  ]);
  await page.reload();
  await page.getByRole("tab", { name: /^Dockerfile/ }).click();
  const editor = page.getByRole("textbox", { name: "Dockerfile" });
  await editor.click();
  await expect(page.locator(".squiggly-error")).not.toHaveCount(0);

  const why = page.getByText(/Single quotes: this is not the list/).first();
  await expect(async () => {
    await page.keyboard.press("F8");
    await expect(why).toBeVisible({ timeout: 1000 });
  }).toPass();
  const link = page.getByRole("link", { name: /lesson 3\b/ }).first();
  await expect(link).toHaveAttribute("href", /\/docker-for-ml\/first-dockerfile#two-ways/);

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.getByText("Write it as JSON").click();
  await expect(
    page.getByText('CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]', { exact: true }),
  ).toBeVisible();
  await expect(page.locator(".squiggly-error")).toHaveCount(0);
});

test("a lab whose faults are there to be found keeps the advice to itself", async ({ page }) => {
  await page.goto("/docker-for-ml/clinic?lab=never-healthy");
  await saveFiles(
    page,
    [{ path: "Dockerfile", content: "FROM python:3.11-slim\nBOGUS\nCMD ['python', 'classifier.py']\n" }],
    "/api/labs/docker-for-ml/clinic/never-healthy",
  );
  await page.reload();
  await page.getByRole("textbox", { name: "Dockerfile" }).click();
  // What Docker would not read is still marked, and nothing else.
  await expect(page.locator(".squiggly-error")).toHaveCount(1);
  await expect(page.locator(".squiggly-warning")).toHaveCount(0);
});
