import { type RefObject, useEffect, useRef, useState } from "react";
import type { FeedChunk } from "./log-feed.ts";
import type { SearchResult } from "./make-screen.ts";
import type { OpenTerminal } from "./open-terminal.ts";

/** A log that can be read from any place; `components/workspace/log-buffer.ts` is one. */
export interface ReadableLog {
  readFrom(index: number): { chunks: readonly FeedChunk[]; next: number; skipped: boolean };
  subscribe(listener: () => void): () => void;
}

export interface TerminalHandle {
  readonly element: RefObject<HTMLDivElement | null>;
  /** Null until xterm is loaded. */
  readonly terminal: OpenTerminal | null;
  readonly failed: boolean;
  /** Earlier lines are not in view any more. */
  readonly overflowed: boolean;
  readonly results: SearchResult | null;
}

/** Loads xterm when the log is first looked at, and keeps feeding it from `log`. */
export function useTerminal(
  log: ReadableLog | null,
  theme: "light" | "dark",
  visible: boolean,
): TerminalHandle {
  const element = useRef<HTMLDivElement>(null);
  const [terminal, setTerminal] = useState<OpenTerminal | null>(null);
  const [failed, setFailed] = useState(false);
  const [overflowed, setOverflowed] = useState(false);
  const [results, setResults] = useState<SearchResult | null>(null);
  const wanted = visible && log !== null;
  const firstTheme = useRef(theme);

  useEffect(() => {
    if (!wanted || element.current === null) return;
    const place = element.current;
    let gone = false;
    let opened: OpenTerminal | null = null;
    void import("./open-terminal.ts")
      // The columns depend on the width of a letter: the mono face has to be there first.
      .then(async (module) => {
        await document.fonts.load('13px "JetBrains Mono"').catch(() => []);
        return module;
      })
      .then(({ openTerminal }) => {
        if (gone) return;
        opened = openTerminal(place, firstTheme.current, {
          onResults: setResults,
          onOverflow: () => setOverflowed(true),
        });
        setTerminal(opened);
      })
      .catch(() => {
        if (!gone) setFailed(true);
      });
    return () => {
      gone = true;
      opened?.dispose();
      setTerminal(null);
    };
  }, [wanted]);

  useEffect(() => {
    firstTheme.current = theme;
    terminal?.setTheme(theme);
  }, [terminal, theme]);

  useEffect(() => {
    if (terminal === null || log === null) return;
    let index = 0;
    const read = (): void => {
      const { chunks, next, skipped } = log.readFrom(index);
      index = next;
      if (skipped) setOverflowed(true);
      if (chunks.length > 0) terminal.push(chunks);
    };
    read();
    const leave = log.subscribe(read);
    return () => {
      leave();
      terminal.clear();
      setOverflowed(false);
      setResults(null);
    };
  }, [terminal, log]);

  return { element, terminal, failed, overflowed, results };
}
