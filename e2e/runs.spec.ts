import { expect, test } from "./fixtures.ts";
import { LESSON_PATH } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";

test.describe.configure({ timeout: 300_000 });

const dockerfile = (...lines: string[]) => [
  { path: "Dockerfile", content: ["FROM python:3.11-slim", ...lines, ""].join("\n") },
];

test("a build goes on while the page is away, and its log has every line once", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(
    page,
    dockerfile(`RUN for i in $(seq 1 40); do echo line-$i-end; sleep 0.25; done # ${Date.now()}`),
  );
  await page.reload();
  await page.keyboard.press("Control+Enter");
  const state = page.getByTestId("run-state");
  await expect(state).toContainText(/steps done/, { timeout: 60_000 });
  await page.goto("/");
  await page.goto(LESSON_PATH);
  await expect(state).toContainText("Build done", { timeout: 120_000 });

  const href = await page.getByRole("link", { name: "Download" }).first().getAttribute("href");
  const log = await (await page.request.get(href ?? "")).text();
  for (let i = 1; i <= 40; i += 1) expect(log.split(`line-${i}-end\n`).length - 1, `line ${i}`).toBe(1);
});

test("a build that fails is a result: it names the line, and the next one works", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(page, dockerfile("RUN echo before", "RUN no-such-command"));
  await page.reload();
  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(page.getByTestId("run-state")).toContainText(/line 3/, { timeout: 120_000 });

  await saveFiles(page, dockerfile("RUN echo after"));
  await page.reload();
  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(page.getByTestId("run-state")).toContainText("Build done", { timeout: 120_000 });
});

test("a base image that does not exist is told in words", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(page, [{ path: "Dockerfile", content: "FROM no-such-image:1.0\n" }]);
  await page.reload();
  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(page.getByTestId("run-state")).toContainText(/no-such-image/, { timeout: 120_000 });
});

test("cancel ends a running build at once", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await saveFiles(page, dockerfile(`RUN echo started; sleep 300 # ${Date.now()}`));
  await page.reload();
  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(page.getByTestId("run-state")).toContainText(/steps done/, { timeout: 60_000 });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByTestId("run-state")).toContainText(/cancel/i);
  await expect(page.getByRole("button", { name: "Cancel" })).toBeHidden();
});

test("a log full of escapes and scripts stays text", async ({ page }) => {
  const hostile = String.raw`RUN printf '<script>window.pwned=1</script>\033]0;title\007\033[31mred\033[0m\033]52;c;aGk=\007 \377\376 end-of-hostile\n'`;
  await page.goto(LESSON_PATH);
  await saveFiles(page, dockerfile(`${hostile} # ${Date.now()}`));
  await page.reload();
  const title = await page.title();
  await page.getByRole("button", { name: /^Build/ }).click();
  await expect(page.getByTestId("run-state")).toContainText("Build done", { timeout: 120_000 });
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  expect(await page.title()).toBe(title);
});
