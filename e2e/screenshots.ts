import type { Page } from "@playwright/test";

/** Pictures of the real site: kept in docs/ when WRITE_SCREENSHOTS=1, otherwise among the test results. */
const folder = process.env["WRITE_SCREENSHOTS"] === "1" ? "docs/screenshots" : "test-results/screenshots";

/** `phoneView`: which part of the page a phone shows, where it shows one at a time. */
export async function takeScreenshots(page: Page, name: string, phoneView?: string): Promise<void> {
  const before = page.viewportSize();
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const [width, height] of [
      [1440, 900],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      const part = page.getByRole("navigation", { name: "Parts of the page" }).getByRole("link", {
        name: phoneView ?? "",
      });
      if (phoneView !== undefined && width < 700) await part.click();
      await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
}
