import type { Page } from "@playwright/test";

/** Pictures of the real site go among the test results; with WRITE_SCREENSHOTS=1 the README gets its own anew. */
const written = process.env["WRITE_SCREENSHOTS"] === "1";
const inReadme = new Set(["image-starter-light-1440", "checks-solution-dark-1440", "app-solution-light-360"]);

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
      const title = `${name}-${scheme}-${width}`;
      const folder = written && inReadme.has(title) ? "docs/screenshots" : "test-results/screenshots";
      await page.screenshot({ path: `${folder}/${title}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
}
