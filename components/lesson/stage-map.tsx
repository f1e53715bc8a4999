import type { ReactElement } from "react";
import { english } from "../text/english.ts";
import { Words } from "../ui/words.tsx";
import styles from "./diagrams.module.css";
import type { FigureWords } from "./figure-words.ts";
import { Figure } from "./prose.tsx";

export interface StageMapProps {
  readonly caption: string;
  readonly stages: readonly {
    readonly name: string;
    /** What happens in it, one line each. */
    readonly steps: readonly string[];
    /** What a COPY --from takes over into the last stage. */
    readonly gives: string;
    readonly weight: string;
  }[];
  readonly last: { readonly name: string; readonly steps: readonly string[]; readonly weight: string };
}

/** Stages of a build and what the last of them takes over: arrows for the eye, words for everybody. */
export function StageMap({
  caption,
  stages,
  last,
  words = english.figures,
}: StageMapProps & FigureWords): ReactElement {
  return (
    <Figure caption={caption}>
      <ol className={styles.stages}>
        {stages.map((stage) => (
          <li key={stage.name} className={styles.stage}>
            <StageText {...stage} fate={words.notInImage} />
            <p className={styles.gives}>
              <span className={styles.arrow} aria-hidden="true" />
              <span>
                {words.gives} <Words text={stage.gives} />
              </span>
            </p>
          </li>
        ))}
        <li className={styles.stage} data-last="true">
          <StageText {...last} fate={words.theImage} />
        </li>
      </ol>
    </Figure>
  );
}

function StageText({
  name,
  steps,
  weight,
  fate,
}: {
  name: string;
  steps: readonly string[];
  weight: string;
  fate: string;
}): ReactElement {
  return (
    <div className={styles.box}>
      <p className={styles.stageName}>
        {name} <span>{fate}</span>
      </p>
      <ul>
        {steps.map((step) => (
          <li key={step}>
            <Words text={step} />
          </li>
        ))}
      </ul>
      <p className={styles.weight}>{weight}</p>
    </div>
  );
}
