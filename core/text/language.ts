/** Languages of the interface: BCP 47 tag, and the name that its speakers give it. */
export const languages = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof languages;

/** What is spoken where nothing better is known, and what every other catalogue is held against. */
export const FIRST_LANGUAGE: Language = "en";

/** Set by the switch in the header; goes before what the browser asks for. */
export const LANGUAGE_COOKIE = "drydock-language";

/** Null for anything that is not one of ours. */
export function parseLanguage(tag: string | null | undefined): Language | null {
  return tag !== null && tag !== undefined && Object.hasOwn(languages, tag) ? (tag as Language) : null;
}
