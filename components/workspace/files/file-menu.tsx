"use client";

import { type ReactElement, useEffect, useRef, useState } from "react";
import { useText } from "../../text/use-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { Workspace } from "../desk/create-workspace.ts";
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
  const { files: text, labs } = useText();
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
          {text.undoReset}
        </button>
      ) : null}
      <details className={styles.menu} ref={menu}>
        <summary>{text.files}</summary>
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
              {text.add(path)}
            </button>
          ))}
          <button type="button" aria-disabled={!changed} onClick={() => changed && act(onCompare)}>
            {comparing ? text.leaveComparison : text.compare(file.path)}
          </button>
          {file.editable && file.starter !== null ? (
            <button
              type="button"
              aria-disabled={!changed}
              onClick={() => changed && act(() => void files.reset(file.path))}
            >
              {text.reset(file.path)}
            </button>
          ) : null}
          {file.editable && file.starter === null ? (
            <button type="button" onClick={() => act(() => void files.remove(file.path))}>
              {text.delete(file.path)}
            </button>
          ) : null}
          <button type="button" onClick={() => act(() => workspace.solution.ask())}>
            {labs.solution.show}
          </button>
          <button type="button" onClick={() => act(() => setAsking(true))}>
            {text.resetAll}
          </button>
        </div>
      </details>
      <Dialog open={asking} title={text.resetAll} onClose={() => setAsking(false)}>
        <p>{text.resetAllWarning}</p>
        <div className={styles.answers}>
          <button
            type="button"
            className="primary"
            onClick={() => {
              setAsking(false);
              void files.reset(null);
            }}
          >
            {text.resetNow}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {text.keepMine}
          </button>
        </div>
      </Dialog>
    </div>
  );
}
