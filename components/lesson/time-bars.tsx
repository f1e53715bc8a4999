import type { ReactElement } from "react";
import { BarRows } from "./bar-rows.tsx";
import styles from "./diagrams.module.css";
import { Figure } from "./prose.tsx";

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
  return (
    <Figure caption={caption}>
      <ul className={styles.stack}>
        <BarRows
          least={0.1}
          rows={rows.map(({ name, seconds, kind = "own", note }) => ({
            name,
            value: seconds,
            amount: `${seconds.toFixed(1)} s`,
            kind,
            note,
          }))}
        />
      </ul>
    </Figure>
  );
}
