import type { ReactElement } from "react";
import { Cylinder } from "../stack/cylinder.tsx";
import { english } from "../text/english.ts";
import { Words } from "../ui/words.tsx";
import type { FigureWords } from "./figure-words.ts";
import styles from "./network-map.module.css";
import { Figure } from "./prose.tsx";

export interface NetworkMapProps {
  readonly caption: string;
  readonly services: readonly {
    /** Name of the service, which is its host name. */
    readonly name: string;
    /** Where its image comes from: "postgres:15", "built here". */
    readonly image: string;
    /** Port that it listens at in its container. */
    readonly port: number;
    /** Port of the machine that leads to it; left out: nobody outside reaches it. */
    readonly outside?: number;
    /** Whom it calls, as it writes it: "db:5432". */
    readonly asks?: string;
    readonly waitsFor?: string;
    readonly volume?: { readonly name: string; readonly at: string };
  }[];
}

/** The network of a compose project: its hosts, who calls whom by which name, what is open to outside, what is kept. */
export function NetworkMap({
  caption,
  services,
  words = english.figures,
}: NetworkMapProps & FigureWords): ReactElement {
  return (
    <Figure caption={caption}>
      <div className={styles.network}>
        <p className={styles.label}>{words.network}</p>
        <ul className={styles.hosts}>
          {services.map(({ name, image, port, outside, asks, waitsFor, volume }) => (
            <li key={name} className={styles.host} data-open={outside !== undefined}>
              <p className={styles.gate}>
                {outside === undefined ? (
                  words.closed
                ) : (
                  <>
                    <span className="unseen">{words.outside} </span>
                    <code>localhost:{outside}</code>
                    <span aria-hidden="true"> ↓</span>
                    <span className="unseen"> {words.leadsToPort(port)}</span>
                  </>
                )}
              </p>
              <p className={styles.name}>
                {name}
                <code>:{port}</code>
              </p>
              <p className={styles.image}>{image}</p>
              <ul className={styles.facts}>
                {asks === undefined ? null : (
                  <li>
                    <span aria-hidden="true">→ </span>
                    {words.asks} <Words text={`\`${asks}\``} />
                  </li>
                )}
                {waitsFor === undefined ? null : <li>{words.waitsUntil(waitsFor)}</li>}
                {volume === undefined ? null : (
                  <li>
                    <Cylinder /> {words.volume} <code>{volume.name}</code> {words.at} <code>{volume.at}</code>
                  </li>
                )}
              </ul>
            </li>
          ))}
        </ul>
      </div>
    </Figure>
  );
}
