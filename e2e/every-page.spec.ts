import type { Page } from "@playwright/test";
import { findBarriers } from "./find-barriers.ts";
import { expect, test } from "./fixtures.ts";

/** A recap that is higher than this is no recap of one screen. */
const SCREEN = 740;
const phone = { width: 360, height: 740 };

/** What a page leads to, what can be led to in it, and what its author did wrong. */
function readPage(page: Page): Promise<{ links: string[]; ids: string[]; mistakes: string[] }> {
  return page.evaluate((screen) => {
    const mistakes: string[] = [];
    const main = document.querySelector("main") ?? document.body;
    const headings = [...main.querySelectorAll<HTMLElement>("h1, h2, h3, h4, h5, h6")].filter((each) =>
      each.checkVisibility(),
    );
    const levels = headings.map((each) => Number(each.tagName.slice(1)));
    if (levels.filter((level) => level === 1).length !== 1) mistakes.push("not exactly one h1");
    levels.forEach((level, at) => {
      if (level > (levels[at - 1] ?? 0) + 1)
        mistakes.push(`h${level} “${headings[at]?.textContent ?? ""}” after h${levels[at - 1] ?? 0}`);
    });
    for (const heading of main.querySelectorAll("article h2[id], article h3[id]")) {
      const isAbout = heading.closest("header") !== null;
      if (!isAbout && main.querySelector(`a[href="#${CSS.escape(heading.id)}"]`) === null)
        mistakes.push(`no link to “${heading.textContent}”`);
    }
    for (const image of main.querySelectorAll("img")) {
      if ((image.getAttribute("alt") ?? "").trim() === "")
        mistakes.push(`an image without words: ${image.src}`);
    }
    for (const picture of main.querySelectorAll("svg")) {
      const isNamed = picture.getAttribute("aria-label") !== null || picture.querySelector("title") !== null;
      if (!isNamed && picture.closest('[aria-hidden="true"]') === null)
        mistakes.push("a picture without words");
    }
    for (const recap of main.querySelectorAll("[data-recap]")) {
      const { height } = recap.getBoundingClientRect();
      if (height > screen) mistakes.push(`a recap of ${Math.round(height)} px is more than one screen`);
    }
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    for (const id of new Set(ids)) {
      if (ids.filter((other) => other === id).length > 1) mistakes.push(`the id ${id} is there twice`);
    }
    const links = [...document.querySelectorAll("a[href]")].map((each) => (each as HTMLAnchorElement).href);
    return { links, ids, mistakes };
  }, SCREEN);
}

// The pages are found as a reader finds them, by their links: what is linked is tried, whatever the courses are.
test("every page: links that lead somewhere, words for pictures, headings in order, no barrier, no scrolling aside", async ({
  page,
  baseURL,
}) => {
  // It goes through all pages in four ways each; how long that takes is the machine's doing.
  test.setTimeout(600_000);
  const site = new URL(baseURL ?? "http://localhost:3000").origin;
  const ids = new Map<string, ReadonlySet<string>>();
  const leads: { from: string; to: URL }[] = [];
  const mistakes: string[] = [];
  const waiting = ["/"];
  const known = new Set(waiting);
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1440, height: 900 });
    const answer = await page.goto(path);
    if (answer?.status() !== 200) mistakes.push(`${path}: ${answer?.status() ?? "no answer"}`);
    // Alive it has a button where its markup has a link.
    await expect(page.locator("header a[href$='/search']")).toHaveCount(0);
    const found = await readPage(page);
    ids.set(path, new Set(found.ids));
    const barriers = await findBarriers(page);
    await page.emulateMedia({ colorScheme: "dark" });
    const inTheDark = await findBarriers(page, ["color-contrast"]);
    await page.setViewportSize(phone);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) mistakes.push(`${path}: ${overflow} px wider than a phone`);
    mistakes.push(...[...found.mistakes, ...barriers, ...inTheDark].map((each) => `${path}: ${each}`));
    for (const link of new Set(found.links)) {
      const to = new URL(link);
      if (to.origin !== site) {
        if (to.protocol !== "https:" && to.hostname !== "localhost")
          mistakes.push(`${path}: leads to ${link}`);
        continue;
      }
      leads.push({ from: path, to });
      if (known.has(to.pathname) || to.pathname.startsWith("/api/")) continue;
      // A page of the search is behind a button.
      const isCourse = /^\/[a-z0-9-]+$/.test(to.pathname);
      for (const next of isCourse ? [to.pathname, `${to.pathname}/search`] : [to.pathname]) {
        known.add(next);
        waiting.push(next);
      }
    }
  }
  for (const { from, to } of leads) {
    const anchor = decodeURIComponent(to.hash.slice(1));
    if (anchor !== "" && ids.get(to.pathname)?.has(anchor) === false)
      mistakes.push(`${from}: nothing is at ${to.pathname}${to.hash}`);
  }
  expect(mistakes).toEqual([]);
  // A home page that leads nowhere would pass as well.
  expect([...known].filter((path) => path.split("/").length === 3).length).toBeGreaterThan(3);
});
