"use client";

import { useEffect, useState, type ReactElement } from "react";
import { Dialog } from "./dialog.tsx";
import styles from "./key-list.module.css";

const keys: readonly (readonly [string, string])[] = [
  ["Ctrl + Enter", "Build the image from your files"],
  ["Ctrl + Shift + Enter", "Check your files in a fresh seat"],
  ["Ctrl + S", "Save now (everything you type is saved anyway)"],
  ["F6, Shift + F6", "Walk the regions: prose, editor, buttons, results"],
  ["Escape, then Tab", "Leave the editor"],
  ["F6", "Leave the terminal"],
  ["Ctrl + Shift + C, Ctrl + V", "In the terminal: copy, paste"],
  ["Arrow keys", "On a divider: move it. On tabs: the next tab"],
  ["Home, End", "On tabs: the first, the last"],
  ["?", "This list"],
];

export function KeyList(): ReactElement {
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target;
      if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]"))
        return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <>
      <button type="button" className="quiet needs-script" onClick={() => setOpen(true)}>
        Keys <kbd>?</kbd>
      </button>
      <Dialog open={open} title="Keys" onClose={() => setOpen(false)}>
        <dl className={styles.keys}>
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.note}>On a Mac, Command does what Ctrl does.</p>
        <button type="button" onClick={() => setOpen(false)}>
          Close
        </button>
      </Dialog>
    </>
  );
}
