import type { ReactElement, ReactNode } from "react";
import { english } from "../text/english.ts";
import type { FigureWords } from "./figure-words.ts";
import styles from "./prose.module.css";

/** What to keep of a lesson, on one screen. The section headed "Recap" is put into it when a lesson is compiled. */
export function Recap({
  words = english.figures,
  children,
}: {
  children: ReactNode;
} & FigureWords): ReactElement {
  return (
    <section className={styles.recap} aria-label={words.recap}>
      {children}
    </section>
  );
}
