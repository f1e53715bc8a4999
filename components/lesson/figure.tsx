import type { ReactElement, ReactNode } from "react";
import styles from "./prose.module.css";

export interface FigureProps {
  readonly caption: string;
  readonly children: ReactNode;
}

export function Figure({ caption, children }: FigureProps): ReactElement {
  return (
    <figure className={styles.figure}>
      <div className={styles.figureBody}>{children}</div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
