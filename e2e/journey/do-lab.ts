import type { Page } from "@playwright/test";
import { openTerminalHere, runCommand } from "../in-terminal.ts";
import { expect } from "./one-student.ts";
import type { JourneyFile, JourneyLab, JourneyLesson } from "./read-course.ts";

const patience = { timeout: 300_000 };

/** Does one lab of the lesson in view as its solution does, until every check has passed. */
export async function doLab(page: Page, lesson: JourneyLesson, lab: JourneyLab): Promise<void> {
  for (const file of lab.files) await writeFile(page, file);
  if (lab.builds) {
    await page.getByRole("button", { name: /^Build/ }).click();
    await expect(page.getByTestId("run-state")).toContainText("Build done", patience);
  }
  if (lab.steps !== null) {
    await openTerminalHere(page);
    const script = Buffer.from(lab.steps).toString("base64");
    // Its own last word tells whether all of it went well.
    await runCommand(
      page,
      `echo ${script} | base64 -d > /tmp/steps.sh; clear; bash -eu /tmp/steps.sh`,
      patience,
    );
  }
  await page.getByRole("button", { name: /^Check/ }).click();
  await expect(
    page.getByRole("tab", { name: `Checks ${lab.checks} of ${lab.checks}` }),
    `${lesson.folder}/${lab.name}`,
  ).toBeVisible(patience);
}

async function writeFile(page: Page, file: JourneyFile): Promise<void> {
  const region = page.getByRole("region", { name: "Files" });
  const tab = region.getByRole("tab", { name: file.path, exact: true });
  if ((await tab.count()) === 0) {
    await page.getByText("Files", { exact: true }).click();
    await region.getByRole("button", { name: `Add ${file.path}` }).click();
  } else {
    await tab.click();
  }
  const field = page.getByRole("textbox", { name: file.path, exact: true });
  await field.click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), file.content);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
  await expect(field).toHaveValue(file.content);
}
