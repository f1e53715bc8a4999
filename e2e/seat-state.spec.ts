import { readFile } from "node:fs/promises";
import { expectAccessible } from "./expect-accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openTerminal, patience, runCommand, screenOf } from "./in-terminal.ts";
import { TERMINAL_LESSON_PATH } from "./lab.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 300_000 });

const steps = new URL(
  "../content/docker-for-ml/02-images-containers-registries/labs/taster/solution/steps.sh",
  import.meta.url,
);

test("the state of one's own seat is judged, marked as its claim, and judged anew after each step", async ({
  page,
}) => {
  await page.goto(TERMINAL_LESSON_PATH);
  // Nothing has been asked of a seat yet, and looking at the page has asked for none.
  await expect(page.getByRole("button", { name: "Open a terminal" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Build" })).toBeHidden();
  await page.getByRole("button", { name: /^Check/ }).click();
  const panel = page.getByRole("tabpanel", { name: /^Checks/ });
  await expect(panel.getByText("You have no seat yet.").first()).toBeVisible();

  await openTerminal(page, TERMINAL_LESSON_PATH);
  // All that is asked, as a student types it, in one script that the terminal writes.
  const script = (await readFile(steps, "utf8")).replaceAll("'", "'\\''").replaceAll("\n", "\\n");
  await runCommand(page, `printf '%b' '${script}' > /tmp/steps.sh; clear; bash -eu /tmp/steps.sh`);
  await expect(screenOf(page)).toContainText("Untagged: taster:draft");
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("tab", { name: "Checks 8 of 8" })).toBeVisible(patience);
  await expect(panel.getByText("Taken from your own seat: what its engine says, and no proof")).toBeVisible();
  await expect(panel.getByText("taken from your seat", { exact: true })).toHaveCount(8);
  const run = panel.getByRole("listitem").filter({ hasText: "The container cellar serves on port 8000" });
  await expect(run.getByText("http://localhost:8000/?wine=chianti")).toBeVisible();
  await expect(run.getByText("status 200")).toBeVisible();
  await expectAccessible(page, "#workspace");
  await takeScreenshots(page, "seat-state");

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("tab", { name: "Terminal", exact: true }).click();
  await runCommand(page, "clear; docker rm -f second");
  await page.getByRole("button", { name: /^Check/ }).click();
  await expect(page.getByRole("tab", { name: "Checks 7 of 8" })).toBeVisible(patience);
  const stopped = panel.getByRole("listitem").filter({ hasText: "The container second was stopped" });
  await expect(stopped.getByText("There is no container second.")).toBeVisible();
});
