import type { ReactElement, ReactNode } from "react";
import styles from "./prose.module.css";

export interface NoteProps {
  /** info: good to know. careful: something breaks or surprises otherwise. */
  readonly kind?: "info" | "careful";
  readonly title?: string;
  readonly children: ReactNode;
}

export function Note({ kind = "info", title, children }: NoteProps): ReactElement {
  return (
    <aside className={styles.note} data-kind={kind}>
      <p className={styles.noteTitle}>{title ?? (kind === "careful" ? "Careful" : "Note")}</p>
      {children}
    </aside>
  );
}
