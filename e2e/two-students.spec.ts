import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openTerminal, patience, runCommand, screenOf, shellOf, typeCommand } from "./in-terminal.ts";
import { TERMINAL_LESSON_PATH } from "./lab.ts";

test.describe.configure({ timeout: 420_000 });

/** Runs a command on a clean screen, and looks at what it has printed. */
async function runAndSee(page: Page, command: string, wanted: RegExp | string): Promise<void> {
  await runCommand(page, `clear; ${command}`);
  await expect(screenOf(page)).toContainText(wanted, patience);
}

const composeOf = (wine: string) =>
  `printf 'services:\\n  ticker:\\n    image: python:3.11-slim\\n    stop_signal: SIGKILL\\n    command: [sh, -c, "while :; do echo ${wine} ticks; sleep 0.2; done"]\\n' > compose.yaml`;

/** A student's way through the commands, with names and ports that the other student uses as well. */
async function work(page: Page, wine: string, other: string): Promise<void> {
  await openTerminal(page, TERMINAL_LESSON_PATH);
  // As the lesson has it, by its button.
  await page.getByRole("button", { name: "Run in terminal" }).first().click();
  await expect(screenOf(page)).toContainText(/naming to \S*taster:1/, patience);
  await runAndSee(page, `docker tag taster:1 ${wine}:1; docker images`, new RegExp(`${wine}\\s+1\\s`));
  await expect(screenOf(page)).not.toContainText(other);

  await runCommand(page, "clear; docker run -d --name cellar -p 8000:8000 taster:1");
  await runAndSee(
    page,
    `until curl -s 'localhost:8000/?wine=${wine}'; do sleep 0.1; done`,
    new RegExp(`"wine": "${wine}"`),
  );
  await runAndSee(page, "docker ps --format '{{.Names}} {{.Ports}}'", /cellar 0\.0\.0\.0:8000->8000/);
  await runAndSee(page, "docker logs cellar", `tasted ${wine}`);
  await expect(screenOf(page)).not.toContainText(other);
  // The engine's list knows a moment later than its answer to the stop.
  await runAndSee(
    page,
    "docker stop cellar; until docker ps -a --format '{{.Names}} {{.Status}}' | grep Exited; do sleep 0.1; done",
    "cellar Exited (0)",
  );
  await runAndSee(page, "docker rm cellar; docker ps -aq | wc -l", /cellar\s*0\s*done/);
  await runAndSee(page, `docker rmi ${wine}:1 taster:1`, "Deleted: sha256:");

  await runCommand(page, `mkdir -p ~/stack; cd ~/stack; ${composeOf(wine)}; clear`);
  await runAndSee(page, "docker compose up -d", /stack-ticker-1\s+Started/);
  await runCommand(page, "clear");
  await typeCommand(page, "docker compose logs -f");
  await expect(screenOf(page)).toContainText(new RegExp(`(${wine} ticks[\\s\\S]*){3}`), patience);
  await expect(screenOf(page)).not.toContainText(other);
  await shellOf(page).press("Control+c");
  await runAndSee(page, "docker compose down; docker ps -aq | wc -l", /Removed[\s\S]*0\s*done/);
}

test("two students go through the commands at once, with the same names and ports, and neither sees the other", async ({
  page,
  otherPage,
}) => {
  await Promise.all([work(page, "barolo", "chianti"), work(otherPage, "chianti", "barolo")]);
});

test("a student pushes to the registry of the class below their own name, and has it back", async ({
  page,
}) => {
  await openTerminal(page, TERMINAL_LESSON_PATH);
  // The name stands in the engine's configuration, which logs every seat in from the start.
  const me = `$(grep -o '"auth": *"[^"]*' ~/.docker/config.json | cut -d'"' -f4 | base64 -d | cut -d: -f1)`;
  await runCommand(
    page,
    `notes=registry:5000/${me}/notes:1; printf 'FROM scratch\\nCOPY taster.py /\\n' | docker build -qt $notes -f - .`,
  );
  await runAndSee(page, "docker push $notes", /1: digest: sha256:/);
  await runAndSee(page, "docker rmi $notes && docker pull -q $notes && echo pulled''-again", "pulled-again");
});
