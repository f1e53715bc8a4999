import { cookies, headers } from "next/headers";
import { catalogues } from "../components/text/catalogues.ts";
import type { Text } from "../components/text/english.ts";
import { chooseLanguage } from "../core/text/choose-language.ts";
import { type Language, LANGUAGE_COOKIE } from "../core/text/language.ts";

/** Language of the interface, as the cookie or else the browser asks for it. */
export async function readLanguage(): Promise<Language> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, sent.get("accept-language"));
}

/** The interface's texts for this request. */
export async function readText(): Promise<Text> {
  return catalogues[await readLanguage()];
}
