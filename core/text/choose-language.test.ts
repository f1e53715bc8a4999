import { expect, it } from "vitest";
import { chooseLanguage, languageOf } from "./choose-language.ts";

it.each([
  [undefined, null, "en"],
  [undefined, "de-AT,de;q=0.9,en;q=0.5", "de"],
  [undefined, "fr,en;q=0.4,de;q=0.8", "de"],
  [undefined, "en-GB,de;q=0.9", "en"],
  [undefined, "de;q=0,fr", "en"],
  [undefined, "*", "en"],
  [undefined, "de;q=nonsense, en", "en"],
  [undefined, `${"x,".repeat(5000)}de`, "en"],
  ["de", "en", "de"],
  ["en", "de", "en"],
  ["xx", "de", "de"],
  ["toString", null, "en"],
])("cookie %j and Accept-Language %j: %s", (cookie, accepted, language) => {
  expect(chooseLanguage(cookie, accepted)).toBe(language);
});

it.each([
  ["drydock-language=de", "en", "de"],
  ["a=b; drydock-language=de; c=d", null, "de"],
  ["not-drydock-language=de", "en", "en"],
  ["drydock-language=dex", "de", "de"],
  ["drydock-language=toString", null, "en"],
  [`${"a=b; ".repeat(5000)}drydock-language=de`, null, "en"],
  [null, "de", "de"],
])("of a request with the cookies %j and Accept-Language %j: %s", (cookie, accepted, language) => {
  const headers = { get: (name: string) => (name === "cookie" ? cookie : accepted) };
  expect(languageOf(headers)).toBe(language);
});
