import { expectAccessible } from "./expect-accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openApp } from "./in-app-panel.ts";
import { patience, runInTerminal } from "./in-terminal.ts";
import { LESSON_PATH } from "./lab.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 300_000 });

test("a student pushes from the terminal with the page's commands, sees it listed, and deletes it", async ({
  page,
  student,
}) => {
  await page.goto(LESSON_PATH);
  await openApp(page);
  const summary = page.getByText("Class registry", { exact: true });
  const panel = page.getByRole("group").filter({ has: summary });
  // By the keyboard alone.
  await summary.focus();
  await page.keyboard.press("Enter");
  const prefix = `registry:5000/${student.id}`;
  const commands = panel.getByRole("region", { name: "shell" });
  await expect(commands).toContainText(`docker push ${prefix}/wine-api:1`);
  await expect(panel).toContainText("Your seat is asleep");

  await runInTerminal(page, "echo hello > f; tar -c f | docker import - wine-api:latest");
  await openApp(page);
  await panel.getByRole("button", { name: "Run in terminal" }).click();
  const screen = page.getByTestId("terminal").filter({ visible: true });
  await expect(screen).toContainText("1: digest: sha256:", patience);

  await openApp(page);
  const item = panel.getByRole("listitem").filter({ hasText: `${student.id}/wine-api` });
  await expect(item).toContainText("sha256:", patience);
  await expect(panel).toContainText("of 1 GB");
  await takeScreenshots(page, "registry", "App");
  await expectAccessible(page, "#result-panel");

  await item.getByRole("button", { name: `Delete ${student.id}/wine-api:1 from the registry` }).click();
  await item.getByRole("button", { name: `Yes, delete ${student.id}/wine-api:1` }).click();
  await expect(item).toHaveCount(0, patience);
  await expect(panel).toContainText("You have pushed nothing yet.");
});
