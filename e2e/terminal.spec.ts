import { WebSocket } from "ws";
import { expectAccessible } from "./expect-accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openTerminal, patience, runCommand, screenOf, shellOf, typeCommand } from "./in-terminal.ts";
import { LESSON_PATH } from "./lab.ts";
import { saveFiles } from "./lab-files.ts";
import { takeScreenshots } from "./screenshots.ts";

test.describe.configure({ timeout: 300_000 });

test("the real command lines work in a seat of one's own", async ({ page }) => {
  await openTerminal(page, LESSON_PATH);
  await runCommand(page, "pwd");
  await expect(screenOf(page)).toContainText("/workspace/fastapi-service");
  await runCommand(
    page,
    "docker run --rm -d --name web -p 8000:8000 python:3.11-slim python -m http.server 8000",
  );
  await runCommand(
    page,
    "until curl -s -o /dev/null localhost:8000; do :; done; docker ps --format '{{.Names}} is {{.State}}'",
  );
  await expect(screenOf(page)).toContainText("web is running");
  await runCommand(page, "docker logs web 2>&1 | tail -1; docker stop -t 0 web");
  await expect(screenOf(page)).toContainText("GET / HTTP/1.1");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("link", { name: "Terminal" }).click();
  await expect(screenOf(page)).toBeInViewport({ ratio: 0.5 });
  await expect(page.getByTestId("terminal-state")).toHaveText("");
  await runCommand(page, "clear; test $(tput cols) -lt 50 && echo is-narr''ow");
  await expect(screenOf(page)).toContainText("is-narrow");
  await page.setViewportSize({ width: 1440, height: 900 });
  await runCommand(page, "clear; test $(tput cols) -gt 80 -a $(tput lines) -ge 18 && echo is-wi''de");
  await expect(screenOf(page)).toContainText("is-wide");
  await expect(page.getByTestId("terminal-state")).toHaveText("");
  await takeScreenshots(page, "terminal");
});

test("what the editor saves is in the seat, and what the terminal writes is in the editor", async ({
  page,
}) => {
  await openTerminal(page, LESSON_PATH);
  await saveFiles(page, [{ path: "Dockerfile", content: "FROM saved-by-the-editor\n" }]);
  await runCommand(page, "until grep -q saved-by-the-editor Dockerfile; do sleep 0.1; done");
  await runCommand(page, "echo 'FROM written-in-the-terminal' > Dockerfile");
  await expect(page.getByRole("textbox", { name: /^Dockerfile/ })).toContainText("written-in-the-terminal");
});

test("a page that comes back, and a second one, see the terminal as it was", async ({ page, secondPage }) => {
  await openTerminal(page, LESSON_PATH);
  await runCommand(page, "export KEPT=still-$((40+2)); echo before-the-reload");
  await page.reload();
  await page.getByRole("tab", { name: "Terminal", exact: true }).click();
  await expect(screenOf(page)).toContainText("before-the-reload", patience);
  await runCommand(page, "echo $KEPT");
  await expect(screenOf(page)).toContainText("still-42");

  await secondPage.goto(LESSON_PATH);
  await secondPage.getByRole("tab", { name: "Terminal", exact: true }).click();
  await expect(screenOf(secondPage)).toContainText("still-42", patience);
  await runCommand(secondPage, "echo from-the-second-page");
  await expect(screenOf(page)).toContainText("from-the-second-page");
});

test("a flood freezes nothing, and Ctrl-C stops it", async ({ page }) => {
  await openTerminal(page, LESSON_PATH);
  await typeCommand(page, "yes flood");
  await expect(screenOf(page)).toContainText(/(flood\s*){5}/);
  // The page answers while it pours.
  await page.getByRole("tab", { name: "Checks" }).click();
  await expect(page.getByRole("tabpanel", { name: "Checks" })).toBeVisible();
  await page.getByRole("tab", { name: "Terminal", exact: true }).click();
  await page.getByRole("textbox", { name: "Terminal 1" }).focus();
  await page.keyboard.press("Control+c");
  await expect(screenOf(page)).toContainText("^C");
  await runCommand(page, "echo calm again");
});

test("several terminals, a key that wakes the seat, and a fresh seat that keeps the files", async ({
  page,
}) => {
  await openTerminal(page, LESSON_PATH);
  await page.getByRole("button", { name: "New terminal" }).click();
  await expect(page.getByRole("tab", { name: "Terminal 2" })).toHaveAttribute("aria-selected", "true");
  await expect(screenOf(page)).toContainText(/[#$]/, patience);
  await page.getByRole("button", { name: "Close terminal 2" }).click();
  await expect(page.getByRole("tab", { name: "Terminal 2" })).toBeHidden();

  await runCommand(page, "touch /root/in-the-old-seat; echo kept > .dockerignore");
  await page.request.post("/api/seat", {
    data: { action: "sleep" },
    headers: { origin: new URL(page.url()).origin },
  });
  await expect(screenOf(page)).toContainText("You put your seat to sleep");
  await expect(page.getByTestId("terminal-state")).toContainText("the next key wakes it");
  await page.getByRole("textbox", { name: "Terminal 1" }).press("Enter");
  await expect(page.getByTestId("terminal-state")).toHaveText("", patience);
  await runCommand(page, "ls /root/in-the-old-seat");

  await page.getByRole("button", { name: "Fresh seat" }).click();
  await page.getByRole("button", { name: "Throw my seat away and give me a fresh one" }).click();
  await expect(screenOf(page)).toContainText("A fresh one is coming", patience);
  await expect(page.getByTestId("terminal-state")).toHaveText("", patience);
  await runCommand(page, "clear; ls /root/in-the-old-seat; cat .dockerignore");
  await expect(screenOf(page)).toContainText("No such file");
  await expect(screenOf(page)).toContainText("kept");
});

test("a command of the lesson runs in the terminal, and a file goes into the editor", async ({ page }) => {
  await page.goto(LESSON_PATH);
  await page.getByRole("button", { name: "Run in terminal" }).click();
  await expect(page.getByRole("tab", { name: "Terminal", exact: true })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(screenOf(page)).toContainText(/No such image|IMAGE +CREATED/, patience);

  await page.getByRole("button", { name: "Put into the editor" }).click();
  // A new file: nothing is lost, and so nothing is asked.
  await expect(page.getByRole("tab", { name: /healthcheck\.py/ })).toHaveAttribute("aria-selected", "true");
  await runCommand(page, "until grep -q urlopen healthcheck.py; do sleep 0.1; done");
});

test("what is printed opens and copies nothing by itself; links and the clipboard are the student's", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTerminal(page, LESSON_PATH);
  // The page's header knows at once what the terminal sees.
  await expect(page.getByText("Seat: awake")).toBeVisible();

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => navigator.clipboard.writeText("mine"));
  await runCommand(page, "clear; printf '\\033]52;c;%s\\007' $(printf stolen | base64); echo copied''-this");
  expect(await clipboard()).toBe("mine");
  const shown = (text: string) => screenOf(page).getByText(text, { exact: true });
  await shown("copied-this").dblclick({ force: true });
  await page.keyboard.press("Control+Shift+C");
  await expect.poll(clipboard).toBe("copied-this");
  await shellOf(page).focus();
  await page.keyboard.type("clear; echo it-was-");
  await page.keyboard.press("Control+v");
  await page.keyboard.press("Enter");
  await expect(screenOf(page)).toContainText("it-was-copied-this");

  // In a row in which the pointer has not been: xterm looks for links when a pointer comes into a row.
  await runCommand(page, "clear; echo; echo http''://localhost:8000/");
  await shown("http://localhost:8000/").hover({ force: true });
  // A pointer that rests on it is what makes it a link.
  await expect(shown("http://localhost:8000/")).toHaveCSS("text-decoration-line", "underline");
  const [preview] = await Promise.all([
    context.waitForEvent("page"),
    shown("http://localhost:8000/").click({ force: true }),
  ]);
  await expect(preview).toHaveURL(/^http:\/\/8000-[0-9a-f]{32}\.localhost:/);
  expect(await preview.evaluate(() => window.opener === null)).toBe(true);
  await preview.close();

  const named = "\\033]8;;https://example.invalid/elsewhere\\033\\\\harm%s\\033]8;;\\033\\\\\\n";
  await runCommand(page, `clear; echo; echo; printf '${named}' less`);
  const leads = page.getByRole("alert").filter({ hasText: "The link leads to" });
  await expect(async () => {
    await shown("harmless").hover({ force: true });
    await shown("harmless").click({ force: true });
    await expect(leads).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(leads.getByRole("link", { name: "https://example.invalid/elsewhere" })).toHaveAttribute(
    "rel",
    /noopener/,
  );
});

test("the terminal can be used without a mouse, and has a name for everything", async ({ page }) => {
  await openTerminal(page, LESSON_PATH);
  const shell = page.getByRole("textbox", { name: "Terminal 1" });
  await shell.focus();
  await page.keyboard.press("Tab");
  await expect(shell).toBeFocused();
  await page.keyboard.press("F6");
  await expect(shell).not.toBeFocused();
  await expectAccessible(page, "#log");
});

/** Whether the door of a terminal opens to these headers. */
function knock(url: string, headers: Readonly<Record<string, string>>): Promise<"open" | "refused"> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.once("open", () => {
      socket.terminate();
      resolve("open");
    });
    socket.once("error", () => resolve("refused"));
  });
}

test("nobody reaches another's terminal, and no other site reaches one's own", async ({ page, student }) => {
  await openTerminal(page, LESSON_PATH);
  const list = (await (await page.request.get("/api/terminals")).json()) as { terminals: { id: string }[] };
  const { origin, host } = new URL(page.url());
  const url = `ws://${host}/api/terminals/${list.terminals[0]?.id}/socket?lab=a/b/c`;
  const cookie = `${student.cookie.name}=${student.cookie.value}`;
  expect(await knock(url, { origin, cookie })).toBe("open");
  expect(await knock(url, { origin: "http://evil.example", cookie })).toBe("refused");
  expect(await knock(url, { cookie })).toBe("refused");
  // Whoever has no session is another student.
  expect(await knock(url, { origin })).toBe("refused");
  expect(await knock(url, { origin, cookie, host: "evil.example" })).toBe("refused");
});
