import type { ReactElement, ReactNode } from "react";
import { DeepLink } from "./deep-link.tsx";
import styles from "./prose.module.css";

export interface RequirementProps {
  readonly n: number;
  readonly title: string;
  readonly children: ReactNode;
}

/** One thing that a check will look for, numbered as the checks are. */
export function Requirement({ n, title, children }: RequirementProps): ReactElement {
  const id = `requirement-${n}`;
  return (
    <section className={styles.requirement} aria-labelledby={id}>
      <div className={styles.heading} data-depth="3">
        <h3 id={id}>
          <span className={styles.requirementNumber}>{n}</span> {title}
        </h3>
        <DeepLink id={id} />
      </div>
      {children}
    </section>
  );
}
