"use client";

import { type ReactElement, useRef, useState } from "react";
import type { PushedImage, RegistryListing } from "../../../core/registry/listing.ts";
import { formatBytes } from "../../../core/text/format.ts";
import { useStore } from "../../client/use-store.ts";
import { useWatched } from "../../client/use-watched.ts";
import { useText } from "../../text/use-text.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Meter } from "../../ui/meter.tsx";
import styles from "./pushed-panel.module.css";
import { keyOf, type PushedState, type PushedStore } from "./pushed-store.ts";

interface PushedPanelProps {
  readonly store: PushedStore;
  /** Name that a build gives the lab's image; null where students name their own. */
  readonly image: string | null;
  readonly visible: boolean;
}

/** What the student has pushed to the class registry, and how to push. Closed until somebody wants to know. */
export function PushedPanel({ store, image, visible }: PushedPanelProps): ReactElement {
  const text = useText().labs.registry;
  const [open, setOpen] = useState(false);
  const { pushed, problem } = useStore(store);
  useWatched(visible && open, store);
  return (
    <details className={styles.pushed} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.title}</summary>
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {pushed === null ? (
        <p className={styles.soft}>{text.asking}</p>
      ) : pushed.prefix === null ? (
        <p className={styles.soft}>{text.none}</p>
      ) : (
        <>
          <p className={styles.soft}>
            {text.named} <code>{pushed.prefix}/…</code>; {text.pullable}
          </p>
          <CodeBlock data-language="bash" data-run="">
            <code>{pushCommands(pushed.prefix, image ?? "my-image:1")}</code>
          </CodeBlock>
          {pushed.listing === null ? (
            <p className={styles.soft}>{text.asleep}</p>
          ) : (
            <PushedList store={store} listing={pushed.listing} />
          )}
        </>
      )}
    </details>
  );
}

/** The lab's image under the student's own name. */
function pushCommands(prefix: string, image: string): string {
  const [name = image] = image.split(":");
  const target = `${prefix}/${name}:1`;
  return `docker tag ${image} ${target}\ndocker push ${target}`;
}

function PushedList({ store, listing }: { store: PushedStore; listing: RegistryListing }): ReactElement {
  const text = useText().labs.registry;
  const state = useStore(store);
  const images = listing.repositories.flatMap(({ name, images: all }) =>
    all.map((image) => ({ name, image })),
  );
  return (
    <>
      <Meter label={text.yours} value={listing.usedBytes} limit={listing.quotaBytes} />
      {images.length === 0 ? (
        <p className={styles.soft}>{text.nothing}</p>
      ) : (
        <ul className={styles.list}>
          {images.map(({ name, image }) => (
            <PushedItem
              key={`${name}@${image.digest}`}
              store={store}
              state={state}
              name={name}
              image={image}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface PushedItemProps {
  readonly store: PushedStore;
  readonly state: PushedState;
  readonly name: string;
  readonly image: PushedImage;
}

function PushedItem({ store, state, name, image }: PushedItemProps): ReactElement {
  const text = useText().labs.registry;
  const request = { repository: name, digest: image.digest };
  const key = keyOf(request);
  const named = `${name}${image.tags[0] === undefined ? "" : `:${image.tags[0]}`}`;
  const deleting = state.deleting.has(key);
  const isAsked = state.asked === key;
  const button = useRef<HTMLButtonElement>(null);
  return (
    <li>
      <div className={styles.about}>
        <strong className={styles.name}>{name}</strong>
        <span className={styles.tags}>{image.tags.length === 0 ? text.noTag : image.tags.join(", ")}</span>
        <code className={styles.digest} title={image.digest}>
          {image.digest.slice(0, 19)}
        </code>
        <span className={styles.soft}>{formatBytes(image.bytes)}</span>
      </div>
      <div className={styles.choice}>
        <button
          ref={button}
          type="button"
          className={isAsked ? "" : "quiet"}
          aria-label={isAsked ? text.yesDeleteNamed(named) : text.deleteNamed(named)}
          disabled={deleting}
          onClick={() => {
            if (!isAsked) {
              store.ask(key);
              return;
            }
            // The item goes, and the focus with it.
            button.current?.closest("details")?.querySelector("summary")?.focus();
            void store.delete(request);
          }}
        >
          {deleting ? text.deleting : isAsked ? text.yesDelete : text.delete}
        </button>
        {isAsked ? (
          <button
            ref={(element) => element?.focus()}
            type="button"
            className="quiet"
            onClick={() => {
              button.current?.focus();
              store.ask(null);
            }}
          >
            {text.keep}
          </button>
        ) : null}
      </div>
    </li>
  );
}
