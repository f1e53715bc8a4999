import { z } from "zod";
import { MAX_QUERY } from "../../../../../core/search/search-index.ts";
import { FIRST_LANGUAGE, parseLanguage } from "../../../../../core/text/language.ts";

/** Of the address: ?q=health&language=de. What is too long is cut, as the search would. */
export const searchParams = z.object({
  q: z
    .string()
    .default("")
    .transform((text) => text.slice(0, MAX_QUERY)),
  language: z
    .string()
    .default("")
    .transform((tag) => parseLanguage(tag) ?? FIRST_LANGUAGE),
});
