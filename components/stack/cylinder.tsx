import type { ReactElement } from "react";
import styles from "./stack.module.css";

/** A volume, as books draw it. */
export function Cylinder(): ReactElement {
  return (
    <svg className={styles.cylinder} viewBox="0 0 12 14" width="12" height="14" aria-hidden="true">
      <ellipse cx="6" cy="3" rx="5" ry="2" />
      <path d="M1 3v8c0 1.1 2.2 2 5 2s5-.9 5-2V3" />
    </svg>
  );
}
