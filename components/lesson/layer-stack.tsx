import type { ReactElement } from "react";
import { BarRows } from "./bar-rows.tsx";
import styles from "./diagrams.module.css";
import { Figure } from "./figure.tsx";

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

const kinds = { base: "base image", own: "own", waste: "of no use at run time" } as const;

/** Layers of one image as they lie on each other, each as wide as it is heavy. Read from the bottom up. */
export function LayerStack({ caption, layers }: LayerStackProps): ReactElement {
  return (
    <Figure caption={caption}>
      <ol className={styles.stack} reversed>
        <BarRows
          least={1}
          rows={layers.toReversed().map(({ name, megabytes, kind, note }) => ({
            name,
            value: megabytes,
            amount: megabytes < 1 ? "under 1 MB" : `${Math.round(megabytes)} MB`,
            unseen: kinds[kind],
            kind,
            note,
          }))}
        />
      </ol>
    </Figure>
  );
}
