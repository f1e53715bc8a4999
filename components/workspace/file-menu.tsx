"use client";

import { useEffect, useRef, useState, type ReactElement } from "react";
import { Dialog } from "../ui/dialog.tsx";
import type { Workspace } from "./create-workspace.ts";
import styles from "./file-menu.module.css";
import type { FilesState, FileView } from "./files-store.ts";

interface FileMenuProps {
  readonly workspace: Workspace;
  readonly state: FilesState;
  readonly file: FileView;
  readonly comparing: boolean;
  readonly onCompare: () => void;
  readonly onOpen: (path: string) => void;
}

/** What can be done with files: add one that the lab allows, compare, go back to the starter and forth again. */
export function FileMenu(props: FileMenuProps): ReactElement {
  const { workspace, state, file, comparing, onCompare, onOpen } = props;
  const { files, lab } = workspace;
  const menu = useRef<HTMLDetailsElement>(null);
  const [asking, setAsking] = useState(false);
  const missing = lab.editable.filter(
    (path) => !path.includes("*") && !state.files.some((each) => each.path === path),
  );
  const changed = file.starter !== null && file.starter !== file.content;

  useEffect(() => {
    const close = (event: Event): void => {
      const element = menu.current;
      if (element?.open !== true) return;
      const outside = event.target instanceof Node && !element.contains(event.target);
      if (outside || (event instanceof KeyboardEvent && event.key === "Escape")) element.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  const act = (work: () => void): void => {
    if (menu.current !== null) menu.current.open = false;
    work();
  };

  return (
    <div className={`needs-script ${styles.place}`}>
      {state.canUndoReset ? (
        <button type="button" className={styles.undo} onClick={() => void files.undoReset()}>
          Undo reset
        </button>
      ) : null}
      <details className={styles.menu} ref={menu}>
        <summary>Files</summary>
        <div className={styles.items}>
          {missing.map((path) => (
            <button
              key={path}
              type="button"
              onClick={() =>
                act(() => {
                  files.add(path);
                  onOpen(path);
                })
              }
            >
              Add {path}
            </button>
          ))}
          <button type="button" aria-disabled={!changed} onClick={() => changed && act(onCompare)}>
            {comparing ? "Leave the comparison" : `Compare ${file.path} with the starter`}
          </button>
          {file.editable && file.starter !== null ? (
            <button
              type="button"
              aria-disabled={!changed}
              onClick={() => changed && act(() => void files.reset(file.path))}
            >
              Reset {file.path} to the starter
            </button>
          ) : null}
          {file.editable && file.starter === null ? (
            <button type="button" onClick={() => act(() => void files.remove(file.path))}>
              Delete {file.path}
            </button>
          ) : null}
          <button type="button" onClick={() => act(() => workspace.solution.ask())}>
            Show a solution
          </button>
          <button type="button" onClick={() => act(() => setAsking(true))}>
            Reset all files to the starter
          </button>
        </div>
      </details>
      <Dialog open={asking} title="Reset all files to the starter" onClose={() => setAsking(false)}>
        <p>Every file goes back to how the exercise began, and files you added go. You can undo this.</p>
        <div className={styles.answers}>
          <button
            type="button"
            className="primary"
            onClick={() => {
              setAsking(false);
              void files.reset(null);
            }}
          >
            Reset
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Keep my files
          </button>
        </div>
      </Dialog>
    </div>
  );
}
