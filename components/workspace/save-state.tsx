"use client";

import type { ReactElement } from "react";
import type { FilesStore, FileView } from "./files-store.ts";
import styles from "./save-state.module.css";

interface SaveStateProps {
  readonly store: FilesStore;
  readonly file: FileView;
  readonly problem: string | null;
  readonly comparing: boolean;
  readonly onStopComparing: () => void;
}

/** Where the student's text is, in words. */
export function SaveState({
  store,
  file,
  problem,
  comparing,
  onStopComparing,
}: SaveStateProps): ReactElement {
  const { text, tone } = describeSave(file);
  return (
    <div className={styles.state}>
      <p data-tone={tone} role="status" data-testid="save-state">
        {text}
      </p>
      {file.save === "offline" || file.save === "refused" ? (
        <button type="button" onClick={() => store.retry()}>
          Save now
        </button>
      ) : null}
      {comparing ? (
        <button type="button" onClick={onStopComparing}>
          Leave the comparison with the starter
        </button>
      ) : null}
      {problem === null ? null : (
        <p data-tone="broken" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function describeSave(file: FileView): { text: string; tone: string } {
  if (!file.editable) return { text: "Part of the exercise, read-only", tone: "quiet" };
  switch (file.save) {
    case "saved":
      return { text: "Saved", tone: "quiet" };
    case "unsaved":
    case "saving":
      return { text: "Saving", tone: "quiet" };
    case "offline":
      return {
        text: "The server cannot be reached. Your text is kept in this browser and is sent as soon as it can be",
        tone: "careful",
      };
    case "conflict":
      return {
        text: "Saved from somewhere else meanwhile: there are two versions, choose one",
        tone: "careful",
      };
    case "refused":
      return {
        text: `Not saved: ${file.message ?? "the server refused it"} Your text stays here`,
        tone: "broken",
      };
  }
}
