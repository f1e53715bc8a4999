import type { ReactElement, ReactNode } from "react";
import { english } from "../text/english.ts";
import styles from "./case-notes.module.css";
import type { FigureWords } from "./figure-words.ts";

export interface CaseNotesProps {
  /** Whose notes they are: "bed 1". */
  readonly of: string;
  readonly children: ReactNode;
}

/** What was the matter, for whoever has found it already: closed until it is asked for, and never printed open. */
export function CaseNotes({
  of,
  words = english.figures,
  children,
}: CaseNotesProps & FigureWords): ReactElement {
  return (
    <details className={styles.notes}>
      <summary>{words.caseNotes(of)}</summary>
      <div className={styles.text}>{children}</div>
    </details>
  );
}
