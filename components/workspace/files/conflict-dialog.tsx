"use client";

import { type ReactElement, useState } from "react";
import { useText } from "../../text/use-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./conflict-dialog.module.css";
import type { FilesState, FilesStore } from "./files-store.ts";

/** Two versions of one file: both are shown, both are kept until the student chooses. */
export function ConflictDialog({
  store,
  state,
}: {
  store: FilesStore;
  state: FilesState;
}): ReactElement | null {
  const text = useText().files.conflict;
  const file = state.files.find((each) => each.save === "conflict");
  /** Which pair of versions was put off; a new one asks again. */
  const [putOff, setPutOff] = useState<string | null>(null);
  if (file?.save !== "conflict") return null;
  const fromTerminal = file.theirsFrom === "terminal";
  const pair = `${file.path}@${file.theirs.version}`;
  if (putOff === pair) {
    return (
      <div className={styles.waiting} role="status">
        <p>{text.waiting(file.path)}</p>
        <button type="button" onClick={() => setPutOff(null)}>
          {text.choose}
        </button>
      </div>
    );
  }
  return (
    <Dialog open title={text.title(file.path)} wide onClose={() => setPutOff(pair)}>
      <p>
        {fromTerminal ? text.byTerminal : text.byAnother} {text.both}
      </p>
      <div className={styles.versions}>
        <Version title={text.here} content={file.content} />
        <Version title={fromTerminal ? text.inTerminal : text.elsewhere} content={file.theirs.content} />
      </div>
      <div className={styles.answers}>
        <button type="button" onClick={() => store.resolve(file.path, "mine")}>
          {text.keepHere}
        </button>
        <button type="button" onClick={() => store.resolve(file.path, "theirs")}>
          {fromTerminal ? text.takeTerminal : text.takeElsewhere}
        </button>
        <button type="button" onClick={() => setPutOff(pair)}>
          {text.later}
        </button>
      </div>
    </Dialog>
  );
}

function Version({ title, content }: { title: string; content: string }): ReactElement {
  const { empty } = useText().files.conflict;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {/* Longer than its box, so it has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{content === "" ? empty : content}</pre>
    </section>
  );
}
