import { expect, it } from "vitest";
import { catalogues } from "./catalogues.ts";

/** Every text by its place; of a function what it says about a few numbers and words. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  if (typeof value === "function") {
    const say = value as (...all: unknown[]) => unknown;
    // Parameters are numbers or words; which of them, only the type knows, and a text takes both.
    return flatten(say(...Array.from({ length: say.length }, (_, index) => index + 2)), `${path}()`);
  }
  return new Map(
    Object.entries(value ?? {}).flatMap(([key, each]) => [
      ...flatten(each, path === "" ? key : `${path}.${key}`),
    ]),
  );
}

/** Words that German borrows. */
const shared = new Set(["System", "Log", "Logs", "Terminal", "App", "Image", "Terminal 2"]);

it("every language has every text, and none of it was forgotten in English", () => {
  const english = flatten(catalogues.en);
  expect(english.size).toBeGreaterThan(80);
  for (const [language, catalogue] of Object.entries(catalogues)) {
    const other = flatten(catalogue);
    expect([...other.keys()].toSorted(), language).toEqual([...english.keys()].toSorted());
    expect([...other].filter(([, text]) => text.trim() === "")).toEqual([]);
    if (language === "en") continue;
    const same = [...other].filter(([key, text]) => english.get(key) === text && !shared.has(text));
    expect(same).toEqual([]);
  }
});
