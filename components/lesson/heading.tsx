import type { ComponentPropsWithoutRef, ReactElement } from "react";
import { DeepLink } from "./deep-link.tsx";
import styles from "./prose.module.css";

/** Headings of a lesson have a link to themselves, for a question in class that needs an address. */
export function SectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h2">): ReactElement {
  return (
    <div className={styles.heading} data-depth="2">
      <h2 id={id} {...rest}>
        {children}
      </h2>
      {id === undefined ? null : <DeepLink id={id} />}
    </div>
  );
}

export function SubsectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h3">): ReactElement {
  return (
    <div className={styles.heading} data-depth="3">
      <h3 id={id} {...rest}>
        {children}
      </h3>
      {id === undefined ? null : <DeepLink id={id} />}
    </div>
  );
}
