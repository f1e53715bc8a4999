"use client";

import { useState, type ReactElement } from "react";
import styles from "./log-view.module.css";
import type { SearchResult } from "./make-screen.ts";

interface SearchFieldProps {
  readonly label: string;
  readonly view: {
    find(text: string, direction: "next" | "previous"): void;
    endSearch(): void;
  } | null;
  readonly results: SearchResult | null;
}

/** Finds as one types; Enter goes on, Shift + Enter goes back. */
export function SearchField({ label, view, results }: SearchFieldProps): ReactElement {
  const [text, setText] = useState("");
  const search = (value: string): void => {
    setText(value);
    if (value === "") view?.endSearch();
    else view?.find(value, "next");
  };
  return (
    <form
      role="search"
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== "") view?.find(text, "next");
      }}
    >
      <label>
        <span className="unseen">{label}</span>
        <input
          type="search"
          placeholder={label}
          value={text}
          onChange={(event) => search(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !event.shiftKey) return;
            event.preventDefault();
            if (text !== "") view?.find(text, "previous");
          }}
        />
      </label>
      <span role="status" className={styles.results}>
        {text === "" ? "" : describeResults(results)}
      </span>
    </form>
  );
}

function describeResults(results: SearchResult | null): string {
  if (results === null || results.count === 0) return "not found";
  if (results.index < 0) return `${results.count}`;
  return `${results.index + 1} of ${results.count}`;
}
