"use client";

import { type ReactElement, useState } from "react";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
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
  const words = useText().terminal;
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
        {text === "" ? "" : describeResults(words, results)}
      </span>
    </form>
  );
}

function describeResults(words: Text["terminal"], results: SearchResult | null): string {
  if (results === null || results.count === 0) return words.notFound;
  if (results.index < 0) return `${results.count}`;
  return words.placeOf(results.index + 1, results.count);
}
