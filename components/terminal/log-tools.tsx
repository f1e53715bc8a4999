"use client";

import { type ReactElement, useState } from "react";
import { useText } from "../text/use-text.tsx";
import styles from "./log-view.module.css";
import type { SearchResult } from "./make-screen.ts";
import type { OpenTerminal } from "./open-terminal.ts";
import { SearchField } from "./search-field.tsx";

interface LogToolsProps {
  readonly terminal: OpenTerminal | null;
  readonly results: SearchResult | null;
  readonly downloadHref: string | null;
  readonly aloud: boolean;
  readonly onAloud: () => void;
}

export function LogTools({ terminal, results, downloadHref, aloud, onAloud }: LogToolsProps): ReactElement {
  const text = useText().terminal;
  const [copied, setCopied] = useState<string | null>(null);

  const copy = async (): Promise<void> => {
    if (terminal === null) return;
    const chosen = terminal.selection();
    try {
      await navigator.clipboard.writeText(chosen === "" ? terminal.allText() : chosen);
      setCopied(chosen === "" ? text.copiedLog : text.copiedSelection);
    } catch {
      setCopied(text.copyRefused);
    }
    setTimeout(() => setCopied(null), 2500);
  };

  return (
    <div className={styles.tools}>
      <SearchField label={text.searchLog} view={terminal} results={results} />
      <button type="button" className="quiet" onClick={() => void copy()}>
        {text.copy}
      </button>
      {downloadHref === null ? null : (
        <a className={styles.download} href={downloadHref} download>
          {text.download}
        </a>
      )}
      <button type="button" className="quiet" aria-pressed={aloud} onClick={onAloud}>
        {aloud ? text.screenReaderOn : text.screenReaderOff}
      </button>
      <span role="status" className={styles.results}>
        {copied ?? ""}
      </span>
    </div>
  );
}
