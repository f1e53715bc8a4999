import type { ReactElement } from "react";
import { english } from "../text/english.ts";
import styles from "./diagrams.module.css";
import type { FigureWords } from "./figure-words.ts";
import { Figure } from "./prose.tsx";

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

const signs = { cached: "=", changed: "≠", again: "↻" } as const;

/** What is taken from the cache and what is done again, step by step. */
export function CacheLadder({
  caption,
  orders,
  words = english.figures,
}: CacheLadderProps & FigureWords): ReactElement {
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
                    <span aria-hidden="true">{signs[fate]}</span> {words.fates[fate]}
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
