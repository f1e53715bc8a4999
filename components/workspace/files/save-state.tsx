"use client";

import type { ReactElement } from "react";
import type { Text } from "../../text/english.ts";
import { useText } from "../../text/use-text.tsx";
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
  const words = useText().files;
  const { text, tone } = describeSave(words.state, file);
  return (
    <div className={styles.state}>
      <p data-tone={tone} role="status" data-testid="save-state">
        {text}
      </p>
      {file.save === "offline" || file.save === "refused" ? (
        <button type="button" onClick={() => store.retry()}>
          {words.state.saveNow}
        </button>
      ) : null}
      {comparing ? (
        <button type="button" onClick={onStopComparing}>
          {words.leaveComparisonWithStarter}
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

function describeSave(words: Text["files"]["state"], file: FileView): { text: string; tone: string } {
  // The editor says it already.
  if (!file.editable) return { text: "", tone: "quiet" };
  switch (file.save) {
    case "saved":
      return { text: words.saved, tone: "quiet" };
    case "unsaved":
    case "saving":
      return { text: words.saving, tone: "quiet" };
    case "offline":
      return {
        text: words.offline,
        tone: "careful",
      };
    case "conflict":
      return {
        text: words.conflict,
        tone: "careful",
      };
    case "refused":
      return {
        text: words.refused(file.message),
        tone: "broken",
      };
  }
}
