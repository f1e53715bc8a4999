import { expect, test } from "./fixtures.ts";
import { COURSE_PATH, LESSON_PATH } from "./lab.ts";

test("the search is opened, asked and followed by the keyboard alone, and leaves the editor its keys", async ({
  page,
}) => {
  await page.goto(LESSON_PATH);
  const editor = page.getByRole("textbox", { name: "Dockerfile", exact: true });
  await expect(page.getByRole("button", { name: /^Search/ })).toBeVisible();
  await editor.focus();
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.goto(`${COURSE_PATH}/why-containers`);
  await expect(page.getByRole("button", { name: /^Search/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Search this course" });
  const field = dialog.getByRole("searchbox");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await page.keyboard.type("cache mou");
  await expect(dialog.getByRole("status")).toHaveText(/sections?$/);
  const first = dialog.getByRole("list", { name: "Results" }).getByRole("listitem").first();
  await expect(first.locator("mark").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(first.getByRole("link")).toBeFocused();
  const href = (await first.getByRole("link").getAttribute("href")) ?? "";
  expect(href).toMatch(/^\/docker-for-ml\/[a-z-]+#/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href);
  await expect(page.locator(":target")).toBeInViewport();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, locale: "de-DE" });

  test("the search is a page, and the language a form that leads back to it", async ({ page }) => {
    await page.goto(COURSE_PATH);
    await page.getByRole("link", { name: "Suche" }).click();
    await page.getByRole("searchbox").fill("healthcheck <");
    await page.getByRole("button", { name: "Suchen" }).click();
    await expect(page).toHaveURL(/\/search\?q=healthcheck/);
    await expect(page.locator("main mark").first()).toHaveText(/healthcheck/i);
    await page.getByRole("button", { name: "English" }).click();
    await expect(page).toHaveURL(/\/search\?q=healthcheck/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search this course");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
});
