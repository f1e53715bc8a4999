"use client";

import { type ReactElement, useEffect, useState } from "react";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import { Dialog } from "./dialog.tsx";
import styles from "./key-list.module.css";

/** Keys, and what they do. */
const listKeys = (text: Text["keys"]): readonly (readonly [keys: string, what: string])[] => [
  ["Ctrl + Enter", text.build],
  ["Ctrl + Shift + Enter", text.check],
  ["Ctrl + S", text.save],
  [text.searchNames, text.search],
  ["F6, Shift + F6", text.walk],
  [text.leaveEditor.keys, text.leaveEditor.what],
  ["F6", text.leaveTerminal],
  ["Ctrl + Shift + C, Ctrl + V", text.clipboard],
  [text.arrows.keys, text.arrows.what],
  [text.ends.keys, text.ends.what],
  ["?", text.list],
];

export function KeyList(): ReactElement {
  const text = useText();
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
      <button type="button" className="quiet needs-script needs-keyboard" onClick={() => setOpen(true)}>
        {text.keys.title} <kbd>?</kbd>
      </button>
      <Dialog open={open} title={text.keys.title} onClose={() => setOpen(false)}>
        <dl className={styles.keys}>
          {listKeys(text.keys).map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.note}>{text.keys.mac}</p>
        <button type="button" onClick={() => setOpen(false)}>
          {text.page.close}
        </button>
      </Dialog>
    </>
  );
}
