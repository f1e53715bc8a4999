import type { ReactElement, ReactNode } from "react";
import styles from "./case-notes.module.css";

export interface CaseNotesProps {
  /** Whose notes they are: "bed 1". */
  readonly of: string;
  readonly children: ReactNode;
}

/** What was the matter, for whoever has found it already: closed until it is asked for, and never printed open. */
export function CaseNotes({ of, children }: CaseNotesProps): ReactElement {
  return (
    <details className={styles.notes}>
      <summary>Case notes of {of}. Open them when it is mended</summary>
      <div className={styles.text}>{children}</div>
    </details>
  );
}
