import { describe, expect, it } from "vitest";
import { languages } from "../text/language.ts";
import { catalogues } from "./catalogues.ts";
import { say } from "./say.ts";
import { messageCodes, wordAll, wordMessage } from "./word-message.ts";

describe("a message", () => {
  it("is worded by the language's own rules for numbers", () => {
    expect(wordMessage(say("request.too-many", { seconds: 1 }), "en")).toContain("1 second.");
    expect(wordMessage(say("request.too-many", { seconds: 3 }), "en")).toContain("3 seconds.");
    expect(wordMessage(say("request.too-many", { seconds: 3 }), "de")).toContain("3 Sekunden");
  });

  it("keeps words that have no translation", () => {
    expect(wordMessage("ModuleNotFoundError", "de")).toBe("ModuleNotFoundError");
  });

  it("shows the code of a sentence that another version stored", () => {
    expect(wordMessage({ say: "gone.long-ago", with: {} } as never, "en")).toBe("gone.long-ago");
  });

  it("survives JSON, and is found anywhere in what is sent", () => {
    const sent: unknown = JSON.parse(JSON.stringify({ a: [{ hint: say("stops.ended-before") }], n: 1 }));
    expect(wordAll(sent, "en")).toEqual({ a: [{ hint: catalogues.en["stops.ended-before"] }], n: 1 });
  });

  it("is not made from a student's own object", () => {
    const theirs = { say: "stops.ended-before", with: {}, also: 1 };
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
