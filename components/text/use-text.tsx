"use client";

import { createContext, type ReactElement, type ReactNode, useContext } from "react";
import { FIRST_LANGUAGE, type Language } from "../../core/text/language.ts";
import { catalogues } from "./catalogues.ts";
import type { Text } from "./english.ts";

const LanguageContext = createContext<Language>(FIRST_LANGUAGE);

/** Around every page: only the tag goes over the wire, the catalogues are in the bundle. */
export function TextProvider({
  language,
  children,
}: {
  language: Language;
  children: ReactNode;
}): ReactElement {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The interface's texts, in a component that runs in the browser. On the server: `readText`. */
export function useText(): Text {
  return catalogues[useLanguage()];
}
