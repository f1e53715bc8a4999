import type { Page } from "@playwright/test";
import { findBarriers } from "./find-barriers.ts";
import { expect, test } from "./fixtures.ts";
import { COURSE_PATH, LESSON_PATH, TERMINAL_LESSON_PATH } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";

async function expectAccessible(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([]);
}

// In its full width every page is looked at by every-page.spec.ts.
for (const scheme of ["light", "dark"] as const) {
  test(`no barrier that axe finds on a phone: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 360, height: 800 });
    for (const path of [
      "/",
      COURSE_PATH,
      `${COURSE_PATH}/why-containers`,
      `${COURSE_PATH}/stages-users-health`,
      TERMINAL_LESSON_PATH,
      LESSON_PATH,
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test("the keyboard alone reaches the editor, leaves it, and builds", async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(LESSON_PATH);
  await saveFiles(page, [{ path: "Dockerfile", content: "FROM python:3.11-slim\nRUN echo small\n" }]);
  await page.reload();
  const field = page.getByRole("textbox", { name: "Dockerfile", exact: true });
  await field.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n# by keyboard");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
  // The first closes a list of suggestions, if one is open; Escape and then Tab leave.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(field).not.toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("run-state")).toContainText("Build done", { timeout: 200_000 });
  await page.keyboard.press("F6");
  await expect(page.locator("[data-region]:focus-within, [data-region]:focus")).toHaveCount(1);
});
