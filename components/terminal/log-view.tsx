"use client";

import { useState, type ReactElement, type ReactNode } from "react";
import { LogTools } from "./log-tools.tsx";
import styles from "./log-view.module.css";
import { useTerminal, type ReadableLog } from "./use-terminal.ts";

export interface LogViewProps {
  /** What the log is of, for a screen reader: "Log of the build". */
  readonly label: string;
  readonly log: ReadableLog | null;
  readonly theme: "light" | "dark";
  /** A panel that nobody looks at loads nothing. */
  readonly visible: boolean;
  readonly downloadHref: string | null;
  /** Shown instead of the log while there is none: what will appear, and how to make it appear. */
  readonly empty: ReactNode;
  /** Stands left of the tools: which log this is. */
  readonly heading?: ReactNode;
  /** Stands beside the log; gets the way to jump to a step, false when that place has left the view. */
  readonly aside?: (jumpTo: (stepId: string) => boolean) => ReactNode;
}

/** A log as the terminal shows it: searchable, bounded, with the whole of it to download. */
export function LogView(props: LogViewProps): ReactElement {
  const { label, log, theme, visible, downloadHref, empty, heading, aside } = props;
  const { element, terminal, failed, overflowed, results } = useTerminal(log, theme, visible);
  const [aloud, setAloud] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  const jumpTo = (stepId: string): boolean => {
    const found = terminal?.jumpTo(stepId) ?? false;
    setNotice(
      found || terminal === null ? null : "The beginning of this step is not in view; the download has it.",
    );
    return found;
  };
  const toggleAloud = (): void => {
    setAloud(!aloud);
    terminal?.setScreenReader(!aloud);
  };

  return (
    <div className={styles.view}>
      {log === null ? null : (
        <div className={styles.bar}>
          {heading}
          <LogTools
            terminal={terminal}
            results={results}
            downloadHref={downloadHref}
            aloud={aloud}
            onAloud={toggleAloud}
          />
        </div>
      )}
      {overflowed || notice !== null ? (
        <p className={styles.notice} role="status">
          {notice ?? "Only the last 10,000 lines are in view."}{" "}
          {downloadHref === null ? null : <a href={downloadHref}>Download the whole log</a>}
        </p>
      ) : null}
      {log === null ? (
        <div className={styles.empty}>{empty}</div>
      ) : (
        <div className={styles.body}>
          {aside === undefined ? null : aside(jumpTo)}
          {failed ? (
            <p className={styles.empty}>
              The log view could not be loaded; the network may have failed. Reload the page, or use the
              download.
            </p>
          ) : (
            <div className={styles.screen} role="group" aria-label={label} data-testid="log">
              <div ref={element} className={styles.terminal} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}
