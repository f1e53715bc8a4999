import type { Language } from "../../core/text/language.ts";
import { english, type Text } from "./english.ts";
import { german } from "./german.ts";

export const catalogues: Readonly<Record<Language, Text>> = { en: english, de: german };
