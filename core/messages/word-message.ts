import type { Language } from "../text/language.ts";
import { catalogues } from "./catalogues.ts";
import type { Message, MessageCode, Said, Sentence, Ways } from "./message.ts";

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

/** Whether a value is a message: exactly the two keys, and a code that the catalogue has. */
export function isMessage(value: unknown): value is Message {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 2 &&
    "say" in value &&
    "with" in value &&
    typeof value.say === "string" &&
    typeof value.with === "object" &&
    Object.hasOwn(catalogues.en, value.say)
  );
}

/** A value with every message in it worded. */
export type Worded<T> = T extends Message
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Worded<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Worded<T[Key]> }
      : T;

/** Words every message inside a value that is sent as JSON; everything else stays as it is. */
export function wordAll<T>(value: T, language: Language): Worded<T> {
  return deep(value, language) as Worded<T>;
}

function deep(value: unknown, language: Language): unknown {
  if (isMessage(value)) return wordMessage(value, language);
  if (Array.isArray(value)) return value.map((item: unknown) => deep(item, language));
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, language)]));
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

/** Every code there is, in the order of the catalogue. */
export const messageCodes = (): MessageCode[] => Object.keys(catalogues.en) as MessageCode[];
