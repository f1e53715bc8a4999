import { describe, expect, it } from "vitest";
import { languages } from "../text/language.ts";
import { catalogues } from "./catalogues.ts";
import { say } from "./say.ts";
import { wordMessage } from "./word-message.ts";

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

  it("survives JSON, with a message that is a part of it", () => {
    const refused = say("files.bad-name", { name: '"/x"', why: say("files.name-slash") });
    const sent = JSON.parse(JSON.stringify(refused)) as typeof refused;
    expect(wordMessage(sent, "en")).toBe(
      'The file name "/x" cannot be used on your machine. It begins with a slash.',
    );
    expect(wordMessage(sent, "de")).toContain("Er beginnt mit einem Schrägstrich.");
  });
});

describe("the catalogues", () => {
  it.each(Object.keys(languages))("%s has every sentence", (language) => {
    expect(Object.keys(catalogues[language as keyof typeof languages]).sort()).toEqual(
      Object.keys(catalogues.en).sort(),
    );
  });
});
