import type { ReactElement, ReactNode } from "react";
import styles from "./prose.module.css";

export interface TermsProps {
  /** Words and what they mean; or a list as children. */
  readonly items?: readonly { readonly term: string; readonly meaning: ReactNode }[];
  readonly children?: ReactNode;
}

export function Terms({ items, children }: TermsProps): ReactElement {
  if (items === undefined) return <div className={styles.terms}>{children}</div>;
  return (
    <dl className={styles.terms}>
      {items.map(({ term, meaning }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
