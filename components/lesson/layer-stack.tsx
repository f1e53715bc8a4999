import type { ReactElement } from "react";
import { english } from "../text/english.ts";
import { Words } from "../ui/words.tsx";
import styles from "./diagrams.module.css";
import { Figure } from "./figure.tsx";
import type { FigureWords } from "./figure-words.ts";

export interface LayerStackProps {
  readonly caption: string;
  /** The lowest first, as a Dockerfile writes them. */
  readonly layers: readonly {
    /** The instruction, or whose layer it is. */
    readonly name: string;
    readonly megabytes: number;
    readonly kind: "base" | "own" | "waste";
    /** What there is to say about it; `backticks` mean code. */
    readonly note?: string;
  }[];
}

/** Layers of one image as they lie on each other, each as wide as it is heavy. Read from the bottom up. */
export function LayerStack({
  caption,
  layers,
  words = english.figures,
}: LayerStackProps & FigureWords): ReactElement {
  const widest = Math.max(...layers.map((layer) => layer.megabytes), 1);
  return (
    <Figure caption={caption}>
      <ol className={styles.stack} reversed>
        {layers.toReversed().map(({ name, megabytes, kind, note }) => (
          <li key={name}>
            <span className={styles.name}>{name}</span>
            <span className={styles.amount}>
              {megabytes < 1 ? words.underOneMegabyte : `${Math.round(megabytes)} MB`}
              <span className="unseen">, {words.layers[kind]}</span>
            </span>
            <span
              className={styles.bar}
              data-kind={kind}
              style={{ width: `${Math.max(0.5, (megabytes / widest) * 100)}%` }}
              aria-hidden="true"
            />
            {note === undefined ? null : (
              <span className={styles.note}>
                <Words text={note} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Figure>
  );
}
