import type { Language } from "../text/language.ts";
import { english } from "./english.ts";
import { german } from "./german.ts";
import type { Catalogue } from "./message.ts";

export const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german };
