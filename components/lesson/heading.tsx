import type { ComponentPropsWithoutRef, ReactElement } from "react";
import styles from "./prose.module.css";

/** Headings of a lesson carry a link to themselves, for a question in class that needs an address. */
export function SectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h2">): ReactElement {
  return (
    <h2 id={id} {...rest} className={styles.heading}>
      {children}
      {id === undefined ? null : <DeepLink id={id} />}
    </h2>
  );
}

export function SubsectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h3">): ReactElement {
  return (
    <h3 id={id} {...rest} className={styles.heading}>
      {children}
      {id === undefined ? null : <DeepLink id={id} />}
    </h3>
  );
}

function DeepLink({ id }: { id: string }): ReactElement {
  return (
    <a href={`#${id}`} className={styles.deepLink}>
      <span aria-hidden="true">#</span>
      <span className="unseen">Link to this section</span>
    </a>
  );
}
