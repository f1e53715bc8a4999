import { expect, test } from "./fixtures.ts";
import { LESSON_PATH } from "./lab.ts";

const editor = { name: "Dockerfile", exact: true };

test("what is typed is saved and is there after a reload and in another browser", async ({
  page,
  secondPage,
}) => {
  await page.goto(LESSON_PATH);
  const field = page.getByRole("textbox", editor);
  await field.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# typed by a test ");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");

  await page.reload();
  await expect(page.getByRole("textbox", editor)).toHaveValue(/# typed by a test/);
  await secondPage.goto(LESSON_PATH);
  await expect(secondPage.getByRole("textbox", editor)).toHaveValue(/# typed by a test/);
});

test("an idle tab takes over what another tab saves, and its first key opens no conflict", async ({
  page,
}) => {
  await page.goto(LESSON_PATH);
  const idle = await page.context().newPage();
  await idle.goto(LESSON_PATH);
  await idle.getByRole("textbox", editor).click();
  await page.bringToFront();
  await page.getByRole("textbox", editor).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# from the first ");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
  await expect(idle.getByRole("region", { name: "Files" }).locator("textarea[name=content]")).toHaveValue(
    /# from the first/,
  );
  await idle.bringToFront();
  // By focus, not by a click: a tab without a window draws nothing again once it was behind another, and a click waits for that.
  await idle.getByRole("textbox", editor).focus();
  await idle.keyboard.press("Control+Home");
  await idle.keyboard.type("# from the second ");
  await expect(idle.getByTestId("save-state")).toHaveText("Saved");
  await expect(idle.getByRole("dialog", { name: /changed in two places/ })).toBeHidden();
});

test("two browsers never overwrite each other in silence", async ({ page, secondPage }) => {
  await page.goto(LESSON_PATH);
  await secondPage.goto(LESSON_PATH);
  for (const [each, text] of [
    [page, "# from the first "],
    [secondPage, "# from the second "],
  ] as const) {
    await each.getByRole("textbox", editor).click();
    await each.keyboard.press("Control+Home");
    await each.keyboard.type(text);
    if (each === page) await expect(page.getByTestId("save-state")).toHaveText("Saved");
  }
  const dialog = secondPage.getByRole("dialog", { name: /changed in two places/ });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("region", { name: "Here", exact: true })).toContainText("from the second");
  await expect(dialog.getByRole("region", { name: "Saved elsewhere" })).toContainText("from the first");
  await dialog.getByRole("button", { name: "Keep what is here" }).click();
  await expect(secondPage.getByTestId("save-state")).toHaveText("Saved");
  await page.reload();
  await expect(page.getByRole("textbox", editor)).toHaveValue(/from the second/);
});

test("reset goes back to the starter, and undo brings the text again", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await page.getByRole("textbox", editor).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine ");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");

  await page.getByText("Files", { exact: true }).click();
  await page.getByRole("button", { name: "Reset Dockerfile to the starter" }).click();
  await expect(page.getByRole("button", { name: "Undo reset" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", editor)).not.toHaveValue(/# mine/);
  await page.getByRole("button", { name: "Undo reset" }).click();
  await expect(page.getByRole("button", { name: "Undo reset" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("textbox", editor)).toHaveValue(/# mine/);
});

test("one student's files are not another's", async ({ page, browser }) => {
  await page.goto(LESSON_PATH);
  await page.getByRole("textbox", editor).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# private ");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
  const other = await (await browser.newContext()).newPage();
  await other.goto(LESSON_PATH);
  await expect(other.getByRole("textbox", editor)).not.toHaveValue(/# private/);
  await other.context().close();
});
