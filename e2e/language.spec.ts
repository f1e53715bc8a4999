import { catalogues } from "../components/text/catalogues.ts";
import { expect, test } from "./fixtures.ts";
import { COURSE_PATH, LESSON_PATH, TERMINAL_LESSON_PATH } from "./lab.ts";

test.use({ locale: "de-DE" });

/** Every text without parameters, by its place. */
function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

test("who asks for German gets it, the prose stays marked as English, and the switch is remembered", async ({
  page,
}) => {
  const german = new Set(listTexts(catalogues.de));
  const english = listTexts(catalogues.en).filter((text) => !german.has(text));
  for (const path of ["/", LESSON_PATH, TERMINAL_LESSON_PATH, `${COURSE_PATH}/search?q=docker`]) {
    await page.goto(path);
    await expect(page.locator("header a[href$='/search']")).toHaveCount(0);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    const said = await page.evaluate(() => {
      const texts: string[] = [];
      const walk = (element: Element): void => {
        // What is in English and says so is the course's.
        if (element.getAttribute("lang") === "en" || element.matches("script, style, code, pre")) return;
        for (const name of ["aria-label", "title", "placeholder"])
          texts.push(element.getAttribute(name) ?? "");
        for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? "");
          else if (node instanceof Element) walk(node);
        }
      };
      walk(document.body);
      return texts.map((text) => text.trim()).filter((text) => text !== "");
    });
    expect(said).toContain(catalogues.de.keys.title);
    expect(
      said.filter((text) => english.includes(text)),
      path,
    ).toEqual([]);
  }
  await page.goto(LESSON_PATH);
  await expect(page.getByRole("heading", { level: 1 }).locator("xpath=..")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("heading", { name: catalogues.en.lesson.objectives })).toBeVisible();
});
