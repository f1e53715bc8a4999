import { describe, expect, it } from "vitest";
import { languages } from "../text/language.ts";
import { catalogues } from "./catalogues.ts";
import { say } from "./say.ts";
import { messageCodes, wordAll, wordMessage } from "./word-message.ts";

describe("a message", () => {
  it("is worded by the language's own rules for numbers", () => {
    expect(wordMessage(say("terminals.own-limit", { count: 1 }), "en")).toContain("1 terminal open");
    expect(wordMessage(say("terminals.own-limit", { count: 3 }), "en")).toContain("3 terminals open");
    expect(wordMessage(say("terminals.own-limit", { count: 3 }), "de")).toContain("3 Terminals offen");
  });

  it("keeps words that have no translation", () => {
    expect(wordMessage("ModuleNotFoundError", "de")).toBe("ModuleNotFoundError");
  });

  it("shows the code of a sentence that another version stored", () => {
    expect(wordMessage({ say: "gone.long-ago", with: {} } as never, "en")).toBe("gone.long-ago");
  });

  it("survives JSON, and is found anywhere in what is sent", () => {
    const sent: unknown = JSON.parse(JSON.stringify({ a: [{ hint: say("lesson.none") }], n: 1 }));
    expect(wordAll(sent, "en")).toEqual({ a: [{ hint: catalogues.en["lesson.none"] }], n: 1 });
  });

  it("is not made from a student's own object", () => {
    const theirs = { say: "lesson.none", with: {}, also: 1 };
    expect(wordAll(theirs, "en")).toEqual(theirs);
  });
});

describe("the catalogues", () => {
  it.each(Object.keys(languages))("%s has every sentence", (language) => {
    expect(Object.keys(catalogues[language as keyof typeof languages]).sort()).toEqual(
      [...messageCodes()].sort(),
    );
  });
});
