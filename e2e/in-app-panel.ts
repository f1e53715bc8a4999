import type { Locator, Page } from "@playwright/test";

export const openApp = (page: Page): Promise<void> => page.getByRole("tab", { name: /^App/ }).click();

/** What runs in the seat, as the panel App shows it. */
export const runningIn = (page: Page): Locator => page.getByRole("region", { name: "Running in your seat" });
