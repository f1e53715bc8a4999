import { expect, type Page, test as base } from "@playwright/test";

/*
 * One browser for the whole way: a lesson goes on where the one before has ended. The student is nobody's but the
 * site's own, given at the first visit. A lesson that fails ends the journey, as it would for a student.
 */
export const test = base.extend<{ page: Page }, { traveller: Page }>({
  traveller: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        baseURL: process.env["E2E_URL"] ?? "http://localhost:3000",
        viewport: { width: 1440, height: 900 },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      context.setDefaultTimeout(30_000);
      await use(await context.newPage());
      await context.close();
    },
    { scope: "worker" },
  ],
  page: async ({ traveller }, use) => {
    const complaints: string[] = [];
    const listen = (message: { type(): string; text(): string }): void => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        complaints.push(message.text());
    };
    traveller.on("console", listen);
    await use(traveller);
    traveller.off("console", listen);
    expect(complaints, "console errors").toEqual([]);
  },
});
test.describe.configure({ mode: "serial" });

export { expect };
