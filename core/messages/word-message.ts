import type { Language } from "../text/language.ts";
import { catalogues } from "./catalogues.ts";
import type { Said, Sentence, Ways } from "./message.ts";

/**
 * The sentence of a message in a language; other words as they are. A code that no catalogue has (stored by another
 * version) is shown as its code, so that nothing is lost.
 */
export function wordMessage(said: Said, language: Language): string {
  if (typeof said === "string") return said;
  const sentences: Readonly<Partial<Record<string, Sentence>>> = catalogues[language];
  const sentence = Object.hasOwn(sentences, said.say) ? sentences[said.say] : undefined;
  if (sentence === undefined) return said.say;
  if (typeof sentence === "string") return sentence;
  return sentence(said.with as never, waysOf(language));
}

const made = new Map<Language, Ways>();

function waysOf(language: Language): Ways {
  const known = made.get(language);
  if (known !== undefined) return known;
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const lists = new Intl.ListFormat(language, { type: "conjunction" });
  const word = (said: Said) => wordMessage(said, language);
  const ways: Ways = {
    plural: (n, forms) => (rules.select(n) === "one" ? forms.one : forms.other),
    number: (n) => numbers.format(n),
    list: (items) => lists.format(items.map(word)),
    word,
  };
  made.set(language, ways);
  return ways;
}
