import type { ReactElement } from "react";
import { Words } from "../ui/words.tsx";
import styles from "./diagrams.module.css";
import { Figure } from "./prose.tsx";

interface Side {
  readonly name: string;
  /** What lies on this side, one line each; `backticks` mean code. */
  readonly parts: readonly string[];
}

export interface TwoSidesProps {
  readonly caption: string;
  readonly upper: Side;
  /** What leads from one to the other, and when. */
  readonly bridge: string;
  readonly lower: Side;
}

/** Two things that meet only at a border, such as an image and its host, and what crosses it. */
export function TwoSides({ caption, upper, bridge, lower }: TwoSidesProps): ReactElement {
  return (
    <Figure caption={caption}>
      <ol className={styles.sides}>
        <SideText {...upper} />
        <li className={styles.bridge}>
          <Words text={bridge} />
        </li>
        <SideText {...lower} />
      </ol>
    </Figure>
  );
}

function SideText({ name, parts }: Side): ReactElement {
  return (
    <li className={styles.box}>
      <p className={styles.stageName}>{name}</p>
      <ul>
        {parts.map((part) => (
          <li key={part}>
            <Words text={part} />
          </li>
        ))}
      </ul>
    </li>
  );
}
