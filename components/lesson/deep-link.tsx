"use client";

import type { ReactElement } from "react";
import { useLanguage, useText } from "../text/use-text.tsx";
import styles from "./prose.module.css";

/** Beside a heading and not in it, so that the heading's own name stays what it says. */
export function DeepLink({ id }: { id: string }): ReactElement {
  const text = useText();
  return (
    <a
      id={`${id}-link`}
      href={`#${id}`}
      className={styles.deepLink}
      lang={useLanguage()}
      aria-label={text.lesson.linkToSection}
      // Its name goes on with what the heading says.
      aria-labelledby={`${id}-link ${id}`}
    >
      <span aria-hidden="true">#</span>
    </a>
  );
}
