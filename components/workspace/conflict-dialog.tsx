"use client";

import { useState, type ReactElement } from "react";
import { Dialog } from "../ui/dialog.tsx";
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
  const file = state.files.find((each) => each.save === "conflict" && each.theirs !== null);
  /** Which pair of versions was put off; a new one asks again. */
  const [putOff, setPutOff] = useState<string | null>(null);
  if (file?.theirs == null) return null;
  const fromTerminal = file.theirsFrom === "terminal";
  const pair = `${file.path}@${file.theirs.version}`;
  if (putOff === pair) {
    return (
      <div className={styles.waiting} role="status">
        <p>{file.path} has two versions. Nothing is saved to it until you choose.</p>
        <button type="button" onClick={() => setPutOff(null)}>
          Choose
        </button>
      </div>
    );
  }
  return (
    <Dialog open title={`${file.path} was changed in two places`} wide onClose={() => setPutOff(pair)}>
      <p>
        {fromTerminal
          ? "A terminal changed this file in your seat, and it was changed here as well."
          : "Another tab or browser saved this file while you typed here."}{" "}
        Both versions are still there; choose which one stays. The other one is gone after that, so copy from
        it first what you need.
      </p>
      <div className={styles.versions}>
        <Version title="Here" content={file.content} />
        <Version title={fromTerminal ? "In the terminal" : "Saved elsewhere"} content={file.theirs.content} />
      </div>
      <div className={styles.answers}>
        <button type="button" onClick={() => store.resolve(file.path, "mine")}>
          Keep what is here
        </button>
        <button type="button" onClick={() => store.resolve(file.path, "theirs")}>
          {fromTerminal ? "Take what is in the terminal" : "Take what was saved elsewhere"}
        </button>
        <button type="button" onClick={() => setPutOff(pair)}>
          Decide later
        </button>
      </div>
    </Dialog>
  );
}

function Version({ title, content }: { title: string; content: string }): ReactElement {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {/* Longer than its box, so it has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{content === "" ? "(empty)" : content}</pre>
    </section>
  );
}
