"use client";

import { type ReactElement, type ReactNode, useState } from "react";
import { useText } from "../text/use-text.tsx";
import { LogTools } from "./log-tools.tsx";
import styles from "./log-view.module.css";
import { type ReadableLog, useTerminal } from "./use-terminal.ts";

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
  const text = useText().terminal;
  const [aloud, setAloud] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  const jumpTo = (stepId: string): boolean => {
    const found = terminal?.jumpTo(stepId) ?? false;
    setNotice(found || terminal === null ? null : text.stepOutOfView);
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
          {notice ?? text.onlyNewest}{" "}
          {downloadHref === null ? null : <a href={downloadHref}>{text.downloadAll}</a>}
        </p>
      ) : null}
      {log === null ? (
        <div className={styles.empty}>{empty}</div>
      ) : (
        <div className={styles.body}>
          {aside === undefined ? null : aside(jumpTo)}
          {failed ? (
            <p className={styles.empty}>{text.logFailed}</p>
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
