import { expect, test } from "./fixtures.ts";
import { LESSON_PATH } from "./lab.ts";
import { readSolution, saveFiles } from "./lab-files.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 600_000 });

test("the starter builds, runs, and is told with evidence why it does not pass", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await page.getByRole("button", { name: /^Build/ }).click();
  const state = page.getByTestId("run-state");
  await expect(state).toContainText("Build done", { timeout: 300_000 });
  await expect(
    page.getByRole("list", { name: "Steps of the build" }).getByRole("button", { name: /pip install -r/ }),
  ).toBeVisible();

  await page.getByRole("tab", { name: /^Image/ }).click();
  await expect(page.getByText(/over the budget of 500 MB/)).toBeVisible();
  await expect(page.getByText("From your seat, not graded")).toBeVisible();
  await takeScreenshots(page, "image-starter", "Log");

  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("tab", { name: /^App/ }).click();
  await expect(page.getByRole("tab", { name: "App running" })).toBeVisible({ timeout: 60_000 });
  const requests = page.getByRole("region", { name: "Send a request" });
  await expect(async () => {
    await requests.getByRole("button", { name: "Send" }).click();
    await expect(requests.getByText(/Status 200/)).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 60_000 });

  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("tab", { name: /^Checks/ }).click();
  await expect(page.getByRole("tab", { name: "Checks 0 of 5" })).toBeVisible({ timeout: 300_000 });
  await expect(state).not.toContainText("Check:", { timeout: 120_000 });
  await expect(page.getByText(/^0 of 100 points, graded/)).toBeVisible();
  await expect(page.locator('[data-check="non-root"]')).toContainText("root");
  await takeScreenshots(page, "checks-starter", "Log");
});

test("the solution is healthy, answers, and passes every check", async ({ page, student }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(page, await readSolution(student.id));
  await page.reload();

  await page.getByRole("button", { name: /^Build/ }).click();
  const state = page.getByTestId("run-state");
  await expect(state).toContainText("Build done", { timeout: 300_000 });
  await page.getByRole("tab", { name: /^Image/ }).click();
  await expect(page.getByText(/under the budget of 500 MB/)).toBeVisible();
  await takeScreenshots(page, "image-solution", "Log");

  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("tab", { name: /^App/ }).click();
  await expect(page.getByRole("tab", { name: "App healthy" })).toBeVisible({ timeout: 90_000 });
  await takeScreenshots(page, "app-solution", "App");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("tab", { name: "App stopped" })).toBeVisible();

  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("tab", { name: /^Checks/ }).click();
  await expect(page.getByRole("tab", { name: "Checks 5 of 5" })).toBeVisible({ timeout: 300_000 });
  await expect(page.getByText(/^100 of 100 points, graded/)).toBeVisible({ timeout: 60_000 });
  await takeScreenshots(page, "checks-solution", "Log");

  // The grade is kept: the course page knows it in another visit.
  await page.goto("/docker-for-ml");
  await expect(page.getByText("✓ Exercise passed")).toBeVisible();
  await takeScreenshots(page, "course");
});
