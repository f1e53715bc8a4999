import { composeStack } from "../server/ports/compose-stack.ts";
import { expectAccessible } from "./expect-accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openApp, runningIn } from "./in-app-panel.ts";
import { patience, runInTerminal } from "./in-terminal.ts";
import { LESSON_PATH } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 300_000 });

test("a stack comes up in the terminal, is drawn, heard and looked into, and goes away again", async ({
  page,
}) => {
  await page.goto(LESSON_PATH);
  await saveFiles(
    page,
    Object.entries(composeStack).map(([path, content]) => ({ path, content })),
  );
  await runInTerminal(
    page,
    "until grep -qs psycopg2 Dockerfile && test -f compose.yaml -a -f prometheus.yml; do sleep 0.2; done; docker compose up -d --wait && curl -s localhost:8000",
  );
  await openApp(page);
  const panel = runningIn(page);
  const services = panel.getByRole("list", { name: "Services of shop" });
  for (const name of ["db", "api", "prometheus"])
    await expect(
      services.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) }),
    ).toContainText("healthy");
  await expect(panel.getByText("3 services, all healthy")).toBeVisible();
  await expect(services.getByText("after db is healthy")).toBeVisible();
  await expect(services.getByText("shop_data")).toBeVisible();
  await expect(panel.getByRole("list", { name: "In network default" })).toHaveText(/db.*api.*prometheus/);
  await services.getByText("Details of api").click();
  await expect(services.getByText("the database says 1")).toBeVisible();
  await services.getByText("Details of api").click();

  // Logs of all services, each line with its service in front; then those of one.
  await panel.getByRole("button", { name: "Logs of all services" }).click();
  const log = panel.getByTestId("log");
  await expect(log).toContainText(/(?:db|api|prometheus)-1 +│ /, patience);
  // The view shows the newest lines: of one service they are known.
  await panel.getByRole("combobox", { name: "Service" }).selectOption("db");
  // What is out of view is not drawn.
  await log.scrollIntoViewIfNeeded();
  await expect(log).toContainText(/db-1 +│ .*ready to accept connections/);
  await panel.getByRole("combobox", { name: "Service" }).selectOption("api");
  await log.scrollIntoViewIfNeeded();
  await expect(log).toContainText(/api-1 +│ counted \//);
  await expect(log).not.toContainText("db-1");
  await expectAccessible(page, "#result-panel");
  await panel.getByRole("button", { name: "Close logs" }).click();
  await takeScreenshots(page, "compose", "App");
  await page.setViewportSize({ width: 360, height: 740 });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Prometheus's own page, with all that it loads.
  const button = services.getByRole("button", { name: /^Open preview of prometheus, port 9090/ });
  await button.focus();
  const [preview] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
  await expect(preview).toHaveTitle(/Prometheus/, patience);
  const missing: string[] = [];
  preview.on("response", (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  await preview.reload({ waitUntil: "networkidle" });
  await expect(preview.getByRole("link", { name: "Prometheus", exact: true })).toBeVisible();
  expect(missing).toEqual([]);
  // It is ready before it has asked the API for the first time.
  await expect
    .poll(
      () => preview.evaluate(async () => (await fetch("/api/v1/query?query=visits_total")).text()),
      patience,
    )
    .toContain("api:8000");
  await preview.close();

  await runInTerminal(page, "docker compose down -t 2");
  await openApp(page);
  await expect(panel.getByText("No container runs.")).toBeVisible(patience);
  await expect(services).toBeHidden();
  const kept = panel.getByRole("list", { name: "Volumes that are kept" });
  await expect(kept).toContainText("shop_data");
  await runInTerminal(page, "docker compose down -v");
  await openApp(page);
  await expect(kept).toBeHidden(patience);
});
