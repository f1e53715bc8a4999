import type { Page } from "@playwright/test";

const PATIENCE_MS = 60_000;

/** Reaches for the editor as a student does, and waits until Monaco shows what is typed into it. */
export async function reachEditor(page: Page): Promise<void> {
  await reachTextarea(page);
  await page.locator(".monaco-editor textarea, .monaco-editor .native-edit-context").first().waitFor({
    state: "attached",
    timeout: PATIENCE_MS,
  });
  const mark = `typed${Date.now()}`;
  await page.locator(".monaco-editor .view-lines").first().click({ timeout: PATIENCE_MS });
  await page.keyboard.press("Control+Home");
  await page.keyboard.type(`# ${mark}\n`);
  await page.locator(".monaco-editor .view-line", { hasText: mark }).waitFor({ timeout: PATIENCE_MS });
}

/**
 * Puts the cursor into the textarea, which stands there until Monaco does. Not by a click: the pointer on its way
 * there makes the page fetch Monaco, and from the cache that is quicker than the click.
 */
export async function reachTextarea(page: Page): Promise<void> {
  await page.locator("textarea[name=content]").first().focus({ timeout: PATIENCE_MS });
}
