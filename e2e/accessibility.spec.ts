import type { Page } from "@playwright/test";
import { coursePath, lessonPath, terminalLessonPath } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";
import { findBarriers } from "./find-barriers.ts";
import { expect, test } from "./fixtures.ts";

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
      coursePath,
      `${coursePath}/why-containers`,
      `${coursePath}/stages-users-health`,
      terminalLessonPath,
      lessonPath,
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test("the keyboard alone reaches the editor, leaves it, and builds", async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(lessonPath);
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
