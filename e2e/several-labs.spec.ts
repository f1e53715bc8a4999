import { expect, test } from "./fixtures.ts";
import { COURSE_PATH } from "./lab.ts";

const clinic = `${COURSE_PATH}/clinic`;

test("of several labs one is shown, each has an address, and what was typed waits in its own", async ({
  page,
}) => {
  await page.goto(clinic);
  const labs = page.getByRole("navigation", { name: "Exercises of this lesson" });
  const links = labs.getByRole("link");
  await expect(links.first()).toHaveAttribute("aria-current", "page");
  const workspace = page.getByRole("region", { name: /^Workspace: / });
  const first = (await workspace.getAttribute("aria-label")) ?? "";
  const files = page.getByRole("region", { name: "Files" });
  const field = files.locator("textarea[name=content]");
  const before = await field.inputValue();
  const prose = page.getByRole("region", { name: "Lesson", exact: true });
  await prose.evaluate((element) => element.scrollTo(0, 400));

  await page.getByRole("textbox", { name: "Dockerfile", exact: true }).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine ");
  await links.nth(1).click();
  await expect(links.nth(1)).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveURL(/\?lab=[a-z0-9-]+$/);
  await expect(workspace).not.toHaveAttribute("aria-label", first);
  await expect(field).not.toHaveValue(/# mine/);
  // The text beside it has stayed where it was.
  expect(await prose.evaluate((element) => element.scrollTop)).toBe(400);

  // Without a name in the address it is the one of the last time.
  await page.goto(clinic);
  await expect(links.nth(1)).toHaveAttribute("aria-current", "page");
  await links.first().click();
  await expect(workspace).toHaveAttribute("aria-label", first);
  await expect(field).toHaveValue(`# mine ${before}`);
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
});

test("a block of another case opens that case before it is run, and is typed in its folder", async ({
  page,
}) => {
  await page.goto(`${clinic}?lab=five-gigabytes`);
  const prose = page.getByRole("region", { name: "Lesson", exact: true });
  const case4 = prose.getByRole("heading", { name: /^Bed 4/ });
  await case4.locator('xpath=following::button[normalize-space()="Run in terminal"][1]').click();
  await expect(page).toHaveURL(/\?lab=unreachable$/);
  await expect(page.getByRole("tab", { name: "Terminal", exact: true })).toHaveAttribute(
    "aria-selected",
    "true",
  );
});
