import { access } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import type { World } from "./bench-world.ts";

/** The flags of playwright.config.ts: no sandbox of its own (root), and no calls home. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Debian's Chromium, closed again by the bench's cleaning up. Rejects with what to install when there is none.
 * @param debuggingPort where a tool of another make may join it
 */
export async function openBrowser(world: World, debuggingPort?: number): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  await access(executablePath).catch(() => {
    throw new Error(`${executablePath} is missing: apt-get install chromium, or set CHROMIUM`);
  });
  const { chromium } = await import("@playwright/test");
  const port = debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`];
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...port] });
  world.cleanUp.add("the browser", () => browser.close());
  return browser;
}
