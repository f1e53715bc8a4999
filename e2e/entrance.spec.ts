import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { catalogues } from "../components/text/catalogues.ts";
import { makeInvitation } from "../server/session/make-invitation.ts";
import { SESSION_COOKIE } from "../server/session/session-cookie.ts";
import { readSessionKey } from "../server/session/session-key.ts";
import { findBarriers } from "./find-barriers.ts";
import { expect, test } from "./fixtures.ts";
import { openTerminal, patience } from "./in-terminal.ts";
import { LESSON_PATH, TERMINAL_LESSON_PATH } from "./lab.ts";

const baseURL = process.env["E2E_URL"] ?? "http://localhost:3000";
const dataDir = process.env["E2E_DATA_DIR"] ?? "/var/lib/drydock";
const english = catalogues.en.entrance;

const inviteLink = async (name: string, days = 1): Promise<string> =>
  makeInvitation(await readSessionKey(dataDir), name, { origin: baseURL, days }).link;

for (const language of ["en", "de"] as const) {
  const words = catalogues[language].entrance;
  test(`a session that has ended leads to the page that says so, and is taken away (${language})`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: language === "de" ? "de-DE" : "en-GB" });
    await context.addCookies([{ name: SESSION_COOKIE, value: "ada.1.forged", url: baseURL }]);
    const page = await context.newPage();
    const answer = await page.request.get(`${baseURL}/api/seat`);
    expect([answer.status(), await answer.json()]).toMatchObject([401, { error: { code: "NOT_SIGNED_IN" } }]);
    await page.goto(baseURL + LESSON_PATH);
    await expect(page).toHaveURL(/\/enter\?/);
    await expect(page.getByRole("status")).toHaveText(words.notices.ended);
    expect(await findBarriers(page)).toEqual([]);
    // On the site's own computer one goes on without a session; nobody is locked out by an old cookie.
    expect(await context.cookies()).toEqual([]);
    await page.getByRole("link", { name: words.goOn }).click();
    await expect(page).toHaveURL(new RegExp(`${LESSON_PATH}$`));
    await context.close();
  });
}

test("an invitation signs in by its button and by nothing before, and one signs out again", async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(await inviteLink("grace"));
  expect(await context.cookies()).toEqual([]);
  await page.getByRole("button", { name: english.enterAs("grace") }).click();
  await expect(page).toHaveURL(`${baseURL}/`);
  const [session, ...more] = await context.cookies();
  expect(more).toEqual([]);
  expect(session).toMatchObject({ name: SESSION_COOKIE, httpOnly: true, sameSite: "Lax" });
  await page.goto(`${baseURL}/enter`);
  await expect(page.getByRole("main")).toContainText(`${english.as} grace`);
  await page.getByRole("button", { name: english.leave }).click();
  await expect(page.getByRole("status")).toHaveText(english.notices.left);
  expect(await context.cookies()).toEqual([]);

  await page.goto(await inviteLink("grace", -1));
  await page.getByRole("button", { name: english.enterAs("grace") }).click();
  await expect(page.getByRole("status")).toHaveText(english.notices.expired);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test("without JavaScript one pastes the link", async ({ browser }) => {
  const context = await browser.newContext({ locale: "en-GB", javaScriptEnabled: false });
  const page = await context.newPage();
  const link = await inviteLink("grace");
  await page.goto(`${baseURL}/enter?to=${encodeURIComponent(LESSON_PATH)}`);
  await page.getByLabel(english.field).fill(link);
  await page.getByRole("button", { name: english.enter }).click();
  await expect(page).toHaveURL(baseURL + LESSON_PATH);
  expect((await context.cookies()).map(({ name }) => name)).toContain(SESSION_COOKIE);
  await context.close();
});

test("when everybody is signed out, an open terminal says so, and the page leads to the way in", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openTerminal(page, TERMINAL_LESSON_PATH);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "cli/invite.ts", "--sign-out-everybody"],
    { env: { ...process.env, DATA_DIR: dataDir } },
  );
  expect(stdout).toContain("Everybody is signed out");
  await expect(page.getByTestId("terminal-state")).toHaveText(
    catalogues.en.terminal.states.signedOut,
    patience,
  );
  await page.reload();
  await expect(page).toHaveURL(/\/enter\?/);
  await expect(page.getByRole("status")).toHaveText(english.notices.ended);
});
