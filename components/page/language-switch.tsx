"use client";

import type { ReactElement } from "react";
import { type Language, languages } from "../../core/text/language.ts";
import { useLanguage, useText } from "../text/use-text.tsx";
import styles from "./site-header.module.css";

/** The other languages, each by its own name. A form: its answer sets the cookie and leads back to the page. */
export function LanguageSwitch(): ReactElement {
  const current = useLanguage();
  const others = (Object.keys(languages) as Language[]).filter((language) => language !== current);
  return (
    <form
      method="post"
      action="/api/language"
      className={styles.language}
      aria-label={useText().page.language}
    >
      {others.map((language) => (
        <button
          key={language}
          type="submit"
          name="language"
          value={language}
          lang={language}
          className="quiet"
        >
          {languages[language]}
        </button>
      ))}
    </form>
  );
}
