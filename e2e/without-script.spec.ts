import { expect, test } from "./fixtures.ts";
import { COURSE_PATH, LESSON_PATH } from "./lab.ts";

test.use({ javaScriptEnabled: false });

test("a lesson reads, saves and builds without JavaScript", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto(LESSON_PATH);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const field = page.getByRole("textbox", { name: "Dockerfile", exact: true });
  await field.fill("FROM python:3.11-slim\nRUN echo built-without-script\n");
  await page.getByRole("button", { name: "Save Dockerfile" }).click();
  await expect(page.getByRole("textbox", { name: "Dockerfile", exact: true })).toHaveValue(
    /built-without-script/,
  );

  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("built-without-script").last()).toBeVisible({ timeout: 1000 });
    await expect(page.getByRole("link", { name: "Download the whole log" })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 200_000 });
});

test("nothing is wider than a phone before any script has run", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of [COURSE_PATH, `${COURSE_PATH}/why-containers`, LESSON_PATH, `${COURSE_PATH}/clinic`]) {
    await page.goto(path);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});

test("of several labs each is reached, read and saved without JavaScript", async ({ page }) => {
  await page.goto(`${COURSE_PATH}/clinic`);
  const links = page.getByRole("navigation", { name: "Exercises of this lesson" }).getByRole("link");
  await links.nth(1).click();
  await expect(links.nth(1)).toHaveAttribute("aria-current", "page");
  const field = page.getByRole("textbox", { name: "Dockerfile", exact: true });
  await field.fill("FROM python:3.11-slim\n# saved in the second\n");
  await page.getByRole("button", { name: "Save Dockerfile" }).click();
  await expect(links.nth(1)).toHaveAttribute("aria-current", "page");
  await expect(field).toHaveValue(/saved in the second/);
  await links.first().click();
  await expect(field).not.toHaveValue(/saved in the second/);
});
