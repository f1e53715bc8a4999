import type { ReactElement } from "react";
import { Words } from "../ui/words.tsx";
import styles from "./diagrams.module.css";
import { Figure } from "./figure.tsx";

export interface TimeBarsProps {
  readonly caption: string;
  readonly rows: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly kind?: "own" | "waste";
    readonly note?: string;
  }[];
}

/** Durations beside each other, in seconds. */
export function TimeBars({ caption, rows }: TimeBarsProps): ReactElement {
  const longest = Math.max(...rows.map((row) => row.seconds), 0.1);
  return (
    <Figure caption={caption}>
      <ul className={styles.stack}>
        {rows.map(({ name, seconds, kind = "own", note }) => (
          <li key={name}>
            <span className={styles.name}>{name}</span>
            <span className={styles.amount}>{seconds.toFixed(1)} s</span>
            <span
              className={styles.bar}
              data-kind={kind}
              style={{ width: `${Math.max(0.5, (seconds / longest) * 100)}%` }}
              aria-hidden="true"
            />
            {note === undefined ? null : (
              <span className={styles.note}>
                <Words text={note} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Figure>
  );
}
