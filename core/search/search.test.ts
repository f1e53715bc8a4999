import { describe, expect, it } from "vitest";
import { buildIndex } from "./build-index.ts";
import { findPassage } from "./find-passage.ts";
import { searchIndex } from "./search-index.ts";
import type { SearchSection } from "./section.ts";

const section = (title: string, heading: string | null, text: string, code = ""): SearchSection => ({
  lesson: { slug: title.toLowerCase().replaceAll(" ", "-"), number: 1, title },
  anchor: heading?.toLowerCase().replaceAll(" ", "-") ?? null,
  heading,
  language: "en",
  text,
  code,
});

const index = buildIndex([
  section("Layer caching", null, "An edit is built again. Docker keeps layers in a cache."),
  section(
    "Layer caching",
    "When packages have to be installed",
    "A cache mount belongs to the builder.",
    "RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt",
  ),
  section(
    "Stages and users",
    "A health check",
    "Docker asks the service every few seconds.",
    "HEALTHCHECK CMD python probe.py",
  ),
  section("Stages and users", "Ordinary users", "A health service should not be root. The café is closed."),
  section("Small images", "Recap", "Slim images weigh less, and Docker shows the layers of the images."),
]);
const found = (query: string) => searchIndex(index, query, 10).map(({ section: hit }) => hit.heading);

describe("searching", () => {
  it("puts what has the word in its heading before what has it in its text", () => {
    expect(found("health")).toEqual(["A health check", "Ordinary users"]);
  });

  it("finds by the beginning of a word, an instruction in code, and without accents or capitals", () => {
    expect(found("healthch")).toEqual(["A health check"]);
    expect(found("requirem")).toEqual(["When packages have to be installed"]);
    expect(found("CAFE")).toEqual(["Ordinary users"]);
    expect(found("--mount=type=cache")).toEqual(["When packages have to be installed"]);
  });

  it("wants every word; when no section has all, those that have the rarer ones come first", () => {
    expect(found("docker layers")).toEqual([null, "Recap"]);
    expect(found("docker café")[0]).toBe("Ordinary users");
    expect(found("docker café")).toHaveLength(4);
  });

  it("means a word in its other forms too, the lesson on caching by its title when asked for cache", () => {
    expect(found("cached")).toEqual(found("cache"));
    expect(found("image")).toEqual(["Recap"]);
  });

  it("finds a lesson by its title", () => {
    expect(found("small images")[0]).toBe("Recap");
  });

  it.each(["", "   ", "…?!", "zzz"])("%j finds nothing", (query) => {
    expect(found(query)).toEqual([]);
  });

  it("is bounded in what it reads of a question and in what it gives", () => {
    expect(found(`${"zzz ".repeat(50)}health`)).toEqual([]);
    expect(searchIndex(index, "docker", 1)).toHaveLength(1);
  });
});

describe("a passage", () => {
  it("is cut around what was found, which is marked", () => {
    const text = `${"before ".repeat(40)}the cache mount is here${" after".repeat(40)}`;
    const { parts, isCode } = findPassage({ text, code: "" }, ["cache", "moun"]);
    expect(isCode).toBe(false);
    expect(parts.filter((part) => part.hit).map((part) => part.text)).toEqual(["cache", "mount"]);
    const shown = parts.map((part) => part.text).join("");
    expect(shown).toMatch(/^… before.*before the cache mount is here after.* …$/);
    expect(shown.length).toBeLessThan(220);
  });

  it("is of the code where the prose has less, and the beginning where neither has anything", () => {
    const both = { text: "Say how to probe.", code: "HEALTHCHECK CMD x" };
    expect(findPassage(both, ["healthcheck"])).toEqual({
      isCode: true,
      parts: [
        { text: "HEALTHCHECK", hit: true },
        { text: " CMD x", hit: false },
      ],
    });
    expect(findPassage(both, ["title"]).parts).toEqual([{ text: "Say how to probe.", hit: false }]);
    expect(findPassage({ text: "", code: "" }, ["x"]).parts).toEqual([]);
  });

  it("stays short when a single word is endless", () => {
    const { parts } = findPassage({ text: `a ${"x".repeat(5000)} b`, code: "" }, ["a"]);
    expect(parts.map((part) => part.text).join("").length).toBeLessThan(450);
  });
});
