import { expect, type Locator, type Page } from "@playwright/test";

/** A seat may have to be cloned first, on a machine that does other things as well. */
export const patience = { timeout: 120_000 };

/** What the terminal in view shows. */
export const screenOf = (page: Page): Locator => page.getByTestId("terminal").filter({ visible: true });

/** What is typed into. */
export const shellOf = (page: Page): Locator =>
  page.getByRole("textbox", { name: /^Terminal \d/ }).filter({ visible: true });

/** Goes to a lesson and opens its terminal, which opens a first shell by itself or by its button. */
export async function openTerminal(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await openTerminalHere(page);
}

/** The same in the lesson that is in view. */
export async function openTerminalHere(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Terminal", exact: true }).click();
  const first = page.getByRole("tab", { name: "Terminal 1" });
  const open = page.getByRole("button", { name: "Open a terminal" });
  await expect(first.or(open)).toBeVisible();
  if (await open.isVisible()) await open.click();
  await expect(first).toBeVisible();
  await expect(screenOf(page)).toContainText(/[#$]/, patience);
}

export async function typeCommand(page: Page, command: string): Promise<void> {
  await shellOf(page).focus();
  await page.keyboard.type(command);
  await page.keyboard.press("Enter");
}

/** Runs a command and waits for its end; the mark is not in what was typed, only in what is printed. */
export async function runCommand(
  page: Page,
  command: string,
  until: { readonly timeout: number } = patience,
): Promise<void> {
  const mark = `done${Date.now()}`;
  await typeCommand(page, `${command}; echo ${mark.slice(0, 4)}''${mark.slice(4)}`);
  await expect(screenOf(page)).toContainText(mark, until);
}

/** Goes to the terminal of the lesson in view and runs a command there. */
export async function runInTerminal(page: Page, command: string): Promise<void> {
  await openTerminalHere(page);
  await runCommand(page, command);
}
