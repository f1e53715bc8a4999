"use client";

import { useState, type ReactElement } from "react";
import type { OpenTerminal, SearchResult } from "./open-terminal.ts";
import styles from "./log-view.module.css";

interface LogToolsProps {
  readonly terminal: OpenTerminal | null;
  readonly results: SearchResult | null;
  readonly downloadHref: string | null;
  readonly aloud: boolean;
  readonly onAloud: () => void;
}

export function LogTools({ terminal, results, downloadHref, aloud, onAloud }: LogToolsProps): ReactElement {
  const [text, setText] = useState("");
  const [copied, setCopied] = useState<string | null>(null);

  const search = (value: string): void => {
    setText(value);
    if (value === "") terminal?.endSearch();
    else terminal?.find(value, "next");
  };
  const copy = async (): Promise<void> => {
    if (terminal === null) return;
    const chosen = terminal.selection();
    try {
      await navigator.clipboard.writeText(chosen === "" ? terminal.allText() : chosen);
      setCopied(chosen === "" ? "Copied the log in view" : "Copied the selection");
    } catch {
      setCopied("The browser refused to copy");
    }
    setTimeout(() => setCopied(null), 2500);
  };

  return (
    <div className={styles.tools}>
      <form
        role="search"
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== "") terminal?.find(text, "next");
        }}
      >
        <label>
          <span className="unseen">Search the log</span>
          <input
            type="search"
            placeholder="Search the log"
            value={text}
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !event.shiftKey) return;
              event.preventDefault();
              if (text !== "") terminal?.find(text, "previous");
            }}
          />
        </label>
        <span role="status" className={styles.results}>
          {text === "" ? "" : describeResults(results)}
        </span>
      </form>
      <button type="button" className="quiet" onClick={() => void copy()}>
        Copy
      </button>
      {downloadHref === null ? null : (
        <a className={styles.download} href={downloadHref} download>
          Download
        </a>
      )}
      <button type="button" className="quiet" aria-pressed={aloud} onClick={onAloud}>
        Screen reader: {aloud ? "on" : "off"}
      </button>
      <span role="status" className={styles.results}>
        {copied ?? ""}
      </span>
    </div>
  );
}

function describeResults(results: SearchResult | null): string {
  if (results === null || results.count === 0) return "not found";
  if (results.index < 0) return `${results.count}`;
  return `${results.index + 1} of ${results.count}`;
}
