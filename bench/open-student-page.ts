import type { Browser, Page } from "@playwright/test";
import type { SiteClient } from "./site-client.ts";

/** A browser that has never been here, signed in as the bench's student. Close its context afterwards. */
export async function openStudentPage(client: SiteClient, browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: client.url,
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies([{ ...client.cookie, url: client.url, httpOnly: true, sameSite: "Lax" }]);
  return context.newPage();
}
