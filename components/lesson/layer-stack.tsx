import type { ReactElement } from "react";
import { english } from "../text/english.ts";
import { BarRows } from "./bar-rows.tsx";
import styles from "./diagrams.module.css";
import type { FigureWords } from "./figure-words.ts";
import { Figure } from "./prose.tsx";

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
  return (
    <Figure caption={caption}>
      <ol className={styles.stack} reversed>
        <BarRows
          least={1}
          rows={layers.toReversed().map(({ name, megabytes, kind, note }) => ({
            name,
            value: megabytes,
            amount: megabytes < 1 ? words.underOneMegabyte : `${Math.round(megabytes)} MB`,
            unseen: words.layers[kind],
            kind,
            note,
          }))}
        />
      </ol>
    </Figure>
  );
}
