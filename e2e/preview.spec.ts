import { expectAccessible } from "./expect-accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openApp, runningIn } from "./in-app-panel.ts";
import { patience, runInTerminal } from "./in-terminal.ts";
import { LESSON_PATH } from "./lab.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 300_000 });

const PAGE = "<title>mine</title><h1>my app</h1>";

test("a student runs a container, sees its port, opens it, and it reaches nothing of the site", async ({
  page,
  secondPage,
  student,
}) => {
  await page.goto(LESSON_PATH);
  await runInTerminal(
    page,
    `mkdir -p /srv/web; echo '${PAGE}' > /srv/web/index.html; docker run -d --name web -p 8000:8000 -v /srv/web:/web -w /web python:3.11-slim python -m http.server 8000; until curl -sf -o /dev/null localhost:8000; do :; done`,
  );
  await openApp(page);
  const panel = runningIn(page);
  await expect(panel.getByText("localhost:8000 → 8000/tcp")).toBeVisible();
  await expect(panel.getByText("python:3.11-slim")).toBeVisible();
  await takeScreenshots(page, "running", "App");
  await expectAccessible(page, "#result-panel");

  // By the keyboard alone.
  const button = panel.getByRole("button", { name: /^Open preview of web/ });
  await button.focus();
  const [preview] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
  await expect(preview.getByRole("heading", { name: "my app" })).toBeVisible(patience);
  const address = new URL(preview.url());
  expect(address.pathname + address.search).toBe("/");
  expect(address.hostname).toMatch(/^8000-[0-9a-f]{32}\.localhost$/);

  const site = new URL(page.url()).origin;
  const reached = await preview.evaluate(async (origin) => {
    const attempt = async (work: () => Promise<unknown>): Promise<string> => {
      try {
        return String(await work());
      } catch (error) {
        return error instanceof Error ? error.name : "refused";
      }
    };
    document.cookie = "drydock_session=tossed; domain=localhost; path=/";
    return {
      cookie: document.cookie,
      opener: String(window.opener),
      read: await attempt(async () => (await fetch(`${origin}/api/seat`, { credentials: "include" })).text()),
      write: await attempt(async () => {
        const answer = await fetch(`${origin}/api/seat`, {
          method: "POST",
          mode: "no-cors",
          credentials: "include",
          body: '{"action":"discard"}',
        });
        return answer.type;
      }),
      frame: await attempt(
        () =>
          new Promise((resolve) => {
            const frame = document.createElement("iframe");
            frame.onload = () => {
              try {
                resolve(frame.contentWindow?.document.title ?? "nothing");
              } catch {
                resolve("refused");
              }
            };
            frame.src = origin;
            document.body.append(frame);
            setTimeout(() => resolve("silent"), 60_000);
          }),
      ),
      socket: await attempt(
        () =>
          new Promise((resolve) => {
            const socket = new WebSocket(`${origin.replace("http", "ws")}/api/terminals/x/socket`);
            socket.onopen = () => resolve("open");
            socket.onerror = () => resolve("refused");
          }),
      ),
    };
  }, site);
  expect(reached).toMatchObject({ cookie: "", opener: "null", read: "TypeError", socket: "refused" });
  expect(["opaque", "TypeError"]).toContain(reached.write);
  expect(["refused", "nothing"]).toContain(reached.frame);
  const jar = await page.context().cookies(site);
  expect(jar.find(({ name }) => name === "drydock_session")?.value).toBe(student.cookie.value);
  await expect(panel.getByText("localhost:8000 → 8000/tcp")).toBeVisible();

  // Whoever learns the address sees nothing: this is the same student in another browser, without a ticket.
  await secondPage.goto(preview.url());
  await expect(secondPage.getByRole("heading", { name: "Open this preview from the lesson" })).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page
    .getByRole("navigation", { name: "Parts of the page" })
    .getByRole("link", { name: "App" })
    .click();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
  await panel.getByRole("button", { name: "Stop container web" }).click();
  await expect(panel.getByText("No container runs.")).toBeVisible(patience);
  await preview.reload();
  await expect(preview.getByRole("heading", { name: "Nothing answers" })).toBeVisible();
});
