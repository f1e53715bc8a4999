import type { Page } from "@playwright/test";
import { fillText } from "../../core/lab/variants.ts";
import { FIXED_STUDENT } from "../../server/session/read-session.ts";
import { openTerminalHere, runCommand } from "../in-terminal.ts";
import { loadLabOf } from "../load-lab-of.ts";
import { expect } from "./one-student.ts";
import type { JourneyFile, JourneyLab, JourneyLesson } from "./read-course.ts";

const patience = { timeout: 300_000 };

/** Does one lab of the lesson in view as its solution does, until every check has passed. */
export async function doLab(page: Page, lesson: JourneyLesson, lab: JourneyLab): Promise<void> {
  const labId = `docker-for-ml/${lesson.slug}/${lab.name}`;
  const { lab: given, variant } = await loadLabOf(FIXED_STUDENT, labId);
  const filled = (text: string) => fillText(text, variant).text;
  if (lesson.labs.length > 1) {
    const labs = page.getByRole("navigation", { name: "Exercises of this lesson" });
    await labs.getByRole("link", { name: given.title }).click();
    await expect(labs.getByRole("link", { name: given.title })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("region", { name: `Workspace: ${given.title}` })).toBeVisible();
  }
  for (const { path, content } of lab.files) await writeFile(page, labId, { path, content: filled(content) });
  if (lab.builds) {
    await page.getByRole("button", { name: /^Build/ }).click();
    await expect(page.getByTestId("run-state")).toContainText("Build done", patience);
  }
  if (lab.steps !== null) {
    await openTerminalHere(page);
    const script = Buffer.from(filled(lab.steps)).toString("base64");
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

async function writeFile(page: Page, labId: string, file: JourneyFile): Promise<void> {
  const region = page.getByRole("region", { name: "Files" });
  const tab = region.getByRole("tab", { name: file.path, exact: true });
  if ((await tab.count()) === 0) {
    await page.getByText("Files", { exact: true }).click();
    await region.getByRole("button", { name: `Add ${file.path}` }).click();
  } else {
    await tab.click();
  }
  // The editor may arrive just now, in place of the text area that stood there.
  const field = page.getByRole("textbox", { name: file.path, exact: true });
  await page.evaluate((text) => navigator.clipboard.writeText(text), file.content);
  await expect(async () => {
    await field.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+v");
    await expect.poll(() => savedText(page, labId, file.path), { timeout: 5000 }).toBe(file.content);
  }).toPass({ timeout: 60_000 });
  await expect(page.getByTestId("save-state")).toHaveText("Saved");
}

/** What the site has of a file; null when it has none. */
async function savedText(page: Page, labId: string, path: string): Promise<string | null> {
  const answer = await page.request.get(`/api/labs/${labId}/files`);
  const { files } = (await answer.json()) as { files: { path: string; content: string }[] };
  return files.find((file) => file.path === path)?.content ?? null;
}
