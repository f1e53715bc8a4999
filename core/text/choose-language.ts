import { FIRST_LANGUAGE, type Language, LANGUAGE_COOKIE, parseLanguage } from "./language.ts";

/** No browser sends more; a longer header is somebody's trick. */
const MAX_LENGTH = 500;
const MAX_COOKIES = 16_384;

/**
 * The language of the interface: what was chosen by hand, otherwise the first of ours that the browser wants.
 * @param chosen value of the cookie
 * @param accepted `Accept-Language`: "de-AT,de;q=0.9,en;q=0.5"; 0 means not at all
 */
export function chooseLanguage(chosen: string | undefined, accepted: string | null): Language {
  const byHand = parseLanguage(chosen);
  if (byHand !== null) return byHand;
  const wishes = (accepted ?? "")
    .slice(0, MAX_LENGTH)
    .split(",")
    .map((wish) => {
      const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="));
      const weight = quality === undefined ? 1 : Number(quality.slice(2));
      return { language: parseLanguage(tag.split("-")[0]), weight };
    })
    .filter((wish) => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wishes.find((wish) => wish.language !== null)?.language ?? FIRST_LANGUAGE;
}

/** The language of a request, by its headers: for answers that no page of Next's makes. */
export function languageOf(headers: { get(name: string): string | null | undefined }): Language {
  const chosen = new RegExp(`(?:^|;)\\s*${LANGUAGE_COOKIE}=([A-Za-z-]{1,20})(?:;|$)`).exec(
    (headers.get("cookie") ?? "").slice(0, MAX_COOKIES),
  )?.[1];
  return chooseLanguage(chosen, headers.get("accept-language") ?? null);
}
