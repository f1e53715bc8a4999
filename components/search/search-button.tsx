"use client";

import { type ReactElement, useEffect, useState } from "react";
import { useText } from "../text/use-text.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useHydrated } from "../ui/use-hydrated.ts";
import { SearchPanel } from "./search-panel.tsx";

/** Opens the search from every page of a course: by pointer, by `/` or by Ctrl+K. Without JavaScript: a link. */
export function SearchButton({ course }: { course: string }): ReactElement {
  const text = useText().search;
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
      const command = event.ctrlKey || event.metaKey;
      if (command ? event.key.toLowerCase() !== "k" : event.key !== "/") return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  if (!hydrated)
    return (
      <a className="button quiet" href={`/${course}/search`}>
        {text.open} <kbd>/</kbd>
      </a>
    );
  return (
    <>
      <button type="button" className="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {text.open} <kbd>/</kbd>
      </button>
      <Dialog open={open} title={text.title} onClose={() => setOpen(false)}>
        <SearchPanel course={course} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** Editor, terminal and fields keep their keys: Ctrl+K is a key of shells, a slash is a slash. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=textbox]") !== null
  );
}
