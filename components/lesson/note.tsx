import type { ReactElement, ReactNode } from "react";
import { english } from "../text/english.ts";
import type { FigureWords } from "./figure-words.ts";
import styles from "./prose.module.css";

export interface NoteProps {
  /** info: good to know. careful: something breaks or surprises otherwise. */
  readonly kind?: "info" | "careful";
  readonly title?: string;
  readonly children: ReactNode;
}

export function Note({
  kind = "info",
  title,
  words = english.figures,
  children,
}: NoteProps & FigureWords): ReactElement {
  return (
    <aside className={styles.note} data-kind={kind}>
      <p className={styles.noteTitle}>{title ?? (kind === "careful" ? words.careful : words.note)}</p>
      {children}
    </aside>
  );
}
