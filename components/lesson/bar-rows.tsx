import type { ReactElement } from "react";
import { Words } from "../ui/words.tsx";
import styles from "./diagrams.module.css";

export interface BarRow {
  readonly name: string;
  readonly value: number;
  /** The value in words, as it is shown. */
  readonly amount: string;
  /** What the bar's colour says, for those who do not see it. */
  readonly unseen?: string;
  readonly kind: "base" | "own" | "waste";
  readonly note: string | undefined;
}

/** A row a bar: a name, an amount, a bar as long as its share of the largest, and what there is to say about it. */
export function BarRows({ rows, least }: { rows: readonly BarRow[]; least: number }): ReactElement[] {
  const largest = Math.max(...rows.map(({ value }) => value), least);
  return rows.map(({ name, value, amount, unseen, kind, note }) => (
    <li key={name}>
      <span className={styles.name}>{name}</span>
      <span className={styles.amount}>
        {amount}
        {unseen === undefined ? null : <span className="unseen">, {unseen}</span>}
      </span>
      <span
        className={styles.bar}
        data-kind={kind}
        style={{ width: `${Math.max(0.5, (value / largest) * 100)}%` }}
        aria-hidden="true"
      />
      {note === undefined ? null : (
        <span className={styles.note}>
          <Words text={note} />
        </span>
      )}
    </li>
  ));
}
