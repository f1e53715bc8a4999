import type { ReactElement } from "react";
import styles from "./diagrams.module.css";
import { Figure } from "./figure.tsx";

export interface CacheLadderProps {
  readonly caption: string;
  /** Two orders of the same instructions, and what the builder does with each after the same edit. */
  readonly orders: readonly {
    readonly name: string;
    readonly steps: readonly {
      readonly text: string;
      /** changed: its files are other ones. again: done again only because something above it was. */
      readonly fate: "cached" | "changed" | "again";
    }[];
  }[];
}

const fates = {
  cached: { sign: "=", word: "from the cache" },
  changed: { sign: "≠", word: "its files changed" },
  again: { sign: "↻", word: "done again" },
} as const;

/** What is taken from the cache and what is done again, step by step. */
export function CacheLadder({ caption, orders }: CacheLadderProps): ReactElement {
  return (
    <Figure caption={caption}>
      <div className={styles.ladders}>
        {orders.map((order) => (
          <div key={order.name}>
            <p className={styles.stageName}>{order.name}</p>
            <ol className={styles.ladder}>
              {order.steps.map(({ text, fate }) => (
                <li key={text} data-fate={fate}>
                  <code>{text}</code>
                  <span className={styles.fate}>
                    <span aria-hidden="true">{fates[fate].sign}</span> {fates[fate].word}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </Figure>
  );
}
