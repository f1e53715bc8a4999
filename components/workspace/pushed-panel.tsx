"use client";

import { useRef, useState, type ReactElement } from "react";
import type { PushedImage, RegistryListing } from "../../core/registry/listing.ts";
import { CodeBlock } from "../lesson/code-block.tsx";
import { formatBytes } from "../ui/format.ts";
import { Meter } from "../ui/meter.tsx";
import styles from "./pushed-panel.module.css";
import { keyOf, type PushedState, type PushedStore } from "./pushed-store.ts";
import { useStore } from "./use-store.ts";
import { useWatched } from "./use-watched.ts";

interface PushedPanelProps {
  readonly store: PushedStore;
  /** Name that a build gives the lab's image; null where students name their own. */
  readonly image: string | null;
  readonly visible: boolean;
}

/** What the student has pushed to the class registry, and how to push. Closed until somebody wants to know. */
export function PushedPanel({ store, image, visible }: PushedPanelProps): ReactElement {
  const [open, setOpen] = useState(false);
  const { pushed, problem } = useStore(store);
  useWatched(visible && open, store);
  return (
    <details className={styles.pushed} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Class registry</summary>
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {pushed === null ? (
        <p className={styles.soft}>Asking the registry.</p>
      ) : pushed.prefix === null ? (
        <p className={styles.soft}>These seats have no class registry.</p>
      ) : (
        <>
          <p className={styles.soft}>
            What you push is named <code>{pushed.prefix}/…</code>; your class can pull it. Your seat is logged
            in.
          </p>
          <CodeBlock data-language="bash" data-run="">
            <code>{pushCommands(pushed.prefix, image ?? "my-image:1")}</code>
          </CodeBlock>
          {pushed.listing === null ? (
            <p className={styles.soft}>
              Your seat is asleep. What you have pushed is kept, and shown here when the seat is awake.
            </p>
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
  const state = useStore(store);
  const images = listing.repositories.flatMap(({ name, images: all }) =>
    all.map((image) => ({ name, image })),
  );
  return (
    <>
      <Meter label="Yours in the registry" value={listing.usedBytes} limit={listing.quotaBytes} />
      {images.length === 0 ? (
        <p className={styles.soft}>You have pushed nothing yet.</p>
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
        <span className={styles.tags}>
          {image.tags.length === 0 ? "no tag any more" : image.tags.join(", ")}
        </span>
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
          aria-label={isAsked ? `Yes, delete ${named}` : `Delete ${named} from the registry`}
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
          {deleting ? "Deleting" : isAsked ? "Yes, delete" : "Delete"}
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
            Keep it
          </button>
        ) : null}
      </div>
    </li>
  );
}
