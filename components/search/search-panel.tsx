"use client";

import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { MAX_QUERY } from "../../core/search/search-index.ts";
import { useLanguage, useText } from "../text/use-text.tsx";
import styles from "./search.module.css";
import { SearchResults } from "./search-results.tsx";
import { useSearch } from "./use-search.ts";

/** A field and what is found while one types. Arrow keys walk the results; Enter in the field opens the first. */
export function SearchPanel({ course, onClose }: { course: string; onClose: () => void }): ReactElement {
  const text = useText();
  const words = text.search;
  const [query, setQuery] = useState("");
  const { hits, failed, current } = useSearch(course, query, useLanguage());
  const panel = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);

  // The dialog is opened to type into this.
  useEffect(() => field.current?.focus(), []);

  const links = (): HTMLElement[] => [
    ...(panel.current?.querySelectorAll<HTMLElement>("[data-result]") ?? []),
  ];
  const walk = (event: KeyboardEvent): void => {
    // A field of a search clears itself at the first Escape; here it closes, as everywhere.
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [field.current, ...links()];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
  };
  const answer = failed
    ? words.failed
    : hits === null
      ? ""
      : hits.length === 0
        ? words.none(query.trim())
        : words.found(hits.length);

  return (
    // The keys belong to the links inside; the form itself takes none.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={panel}
      role="search"
      action={`/${course}/search`}
      onKeyDown={walk}
      onSubmit={(event) => {
        const [first] = links();
        // With no answer yet to what is in the field the page of the search answers.
        if (first === undefined || !current) return;
        event.preventDefault();
        first.click();
      }}
    >
      <div className={styles.form}>
        <label>
          <span className="unseen">{words.field}</span>
          <input
            ref={field}
            type="search"
            name="q"
            value={query}
            maxLength={MAX_QUERY}
            placeholder={words.hint}
            autoComplete="off"
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <button type="button" onClick={onClose}>
          {text.page.close}
        </button>
      </div>
      <p className={styles.soft} role="status">
        {answer}
      </p>
      {hits === null || hits.length === 0 ? (
        <p className={styles.soft}>{words.keys}</p>
      ) : (
        <>
          <SearchResults course={course} hits={hits} text={text} heading="p" onFollow={onClose} />
          <p className={styles.soft}>
            <a href={`/${course}/search?q=${encodeURIComponent(query.trim())}`}>{words.all}</a>
          </p>
        </>
      )}
    </form>
  );
}
