import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test as base } from "@playwright/test";
import { mintSession } from "../server/session/mint-session.ts";

interface Fixtures {
  /** A student of this test's own, so that no test sees another's files or seat. */
  readonly student: { readonly id: string; readonly cookie: { name: string; value: string } };
  /** A second browser of the same student. */
  readonly secondPage: Page;
  /** A page of another student. */
  readonly otherPage: Page;
}

const baseURL = process.env["E2E_URL"] ?? "http://localhost:3000";

/** A console error or an uncaught exception fails the test, unless the test is about one. */
function watchConsole(context: BrowserContext, complaints: string[]): void {
  // The pages of a student's app are not ours.
  const isPreview = (page: Page | null) => page?.url().includes(".localhost:") === true;
  context.on("console", (message) => {
    if (isPreview(message.page())) return;
    // A refused request is logged by the browser itself; the page's answer to it is what the tests look at.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  context.on("weberror", (error) => {
    if (!isPreview(error.page())) complaints.push(String(error.error()));
  });
}

export const test = base.extend<Fixtures>({
  student: async ({}, use) => {
    const id = `test-${randomUUID().slice(0, 8)}`;
    await use({ id, cookie: await mintSession(process.env["E2E_DATA_DIR"] ?? "/var/lib/drydock", id) });
  },
  context: async ({ context, student }, use) => {
    const complaints: string[] = [];
    await context.addCookies([{ ...student.cookie, url: baseURL, httpOnly: true, sameSite: "Lax" }]);
    watchConsole(context, complaints);
    await use(context);
    expect(complaints, "console errors").toEqual([]);
  },
  otherPage: async ({ browser }, use) => {
    const complaints: string[] = [];
    const id = `test-${randomUUID().slice(0, 8)}`;
    const cookie = await mintSession(process.env["E2E_DATA_DIR"] ?? "/var/lib/drydock", id);
    const context = await browser.newContext();
    await context.addCookies([{ ...cookie, url: baseURL, httpOnly: true, sameSite: "Lax" }]);
    watchConsole(context, complaints);
    await use(await context.newPage());
    await context.close();
    expect(complaints, "console errors of the other student").toEqual([]);
  },
  secondPage: async ({ browser, student }, use) => {
    const context = await browser.newContext();
    await context.addCookies([{ ...student.cookie, url: baseURL, httpOnly: true, sameSite: "Lax" }]);
    await use(await context.newPage());
    await context.close();
  },
});

export { expect };
