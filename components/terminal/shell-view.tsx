"use client";

import { useEffect, useEffectEvent, useState, type ReactElement } from "react";
import { createPortal } from "react-dom";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { setDrowsy, useDrowsy } from "../ui/live-seat.ts";
import { SearchField } from "./search-field.tsx";
import { portOfSeat } from "./port-of-seat.ts";
import styles from "./shell-view.module.css";
import { useShell, type Shell } from "./use-shell.ts";

export interface ShellViewProps {
  readonly id: string;
  /** What it is called: "Terminal 1". */
  readonly label: string;
  readonly lab: string;
  readonly theme: "light" | "dark";
  readonly visible: boolean;
  /** Where its tools stand while it is in view: one bar serves all terminals. */
  readonly toolbar: HTMLElement | null;
  /** Opens what a port of the seat serves. */
  readonly onPort: (port: number) => void;
  readonly knownFiles: () => Readonly<Record<string, number>>;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onRefused: () => void;
  /** Told how to run a command here, and when that is over. */
  readonly onReady: (run: ((command: string) => void) | null) => void;
}

/** A terminal in the seat: typed into, searched, copied from; it comes back by itself after a lost connection. */
export function ShellView(props: ShellViewProps): ReactElement {
  const { id, label, lab, theme, visible, knownFiles, onRefused } = props;
  const [wasVisible, setWasVisible] = useState(visible);
  if (visible && !wasVisible) setWasVisible(true);
  const [notice, setNotice] = useState<string | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const drowsy = useDrowsy();
  const [copied, setCopied] = useState<string | null>(null);
  const [aloud, setAloud] = useState(false);
  const {
    element,
    screen,
    state,
    connected,
    failed,
    results,
    run: runCommand,
    keep,
  } = useShell({
    id,
    label,
    lab,
    theme,
    wanted: wasVisible,
    knownFiles,
    onRefused,
    onMessage: (message) => {
      if (message.type === "notice") setNotice(message.text);
      else if (message.type === "drowsy") setDrowsy(message.minutes);
      else props.onMessage(message);
    },
    onCopy: () => void copy(),
    onLink: (url, named) => {
      const port = named ? null : portOfSeat(url);
      if (port !== null) props.onPort(port);
      // A name may say anything: where it leads is shown before anybody goes there.
      else if (named) setLink(url);
      else window.open(url, "_blank", "noopener,noreferrer");
    },
  });
  const say = (text: string): void => {
    setCopied(text);
    setTimeout(() => setCopied(null), 2500);
  };
  const copy = async (): Promise<void> => {
    const chosen = screen?.selection() ?? "";
    try {
      await navigator.clipboard.writeText(chosen === "" ? (screen?.allText() ?? "") : chosen);
      say(chosen === "" ? "Copied all that is in view" : "Copied the selection");
    } catch {
      say("The browser refused to copy");
    }
  };
  const paste = async (): Promise<void> => {
    try {
      screen?.paste(await navigator.clipboard.readText());
      screen?.focus();
    } catch {
      say("The browser refused to paste; Ctrl + V in the terminal does it");
    }
  };
  const tellReady = useEffectEvent(props.onReady);
  const run = useEffectEvent(runCommand);
  useEffect(() => {
    if (screen === null) return;
    tellReady((command) => run(command));
    return () => tellReady(null);
  }, [screen]);

  const status = describe(connected, state);
  const tools = (
    <>
      <span role="status" className={styles.status} data-testid="terminal-state">
        {copied ?? status}
      </span>
      <SearchField label="Search the terminal" view={screen} results={results} />
      <button type="button" className="quiet" onClick={() => void copy()}>
        Copy
      </button>
      <button type="button" className="quiet" onClick={() => void paste()}>
        Paste
      </button>
      <button
        type="button"
        className="quiet"
        aria-pressed={aloud}
        onClick={() => {
          setAloud(!aloud);
          screen?.setScreenReader(!aloud);
        }}
      >
        Screen reader: {aloud ? "on" : "off"}
      </button>
    </>
  );
  return (
    <div className={styles.view} hidden={!visible}>
      {props.toolbar === null || !visible ? null : createPortal(tools, props.toolbar)}
      {notice === null ? null : (
        <div className={styles.notice} role="alert">
          <p>{notice}</p>
          <button type="button" className="quiet" onClick={() => setNotice(null)}>
            Close
          </button>
        </div>
      )}
      {drowsy === null || state !== "running" ? null : (
        <div className={styles.notice} role="alert">
          <p>
            Your seat goes to sleep in about {drowsy === 1 ? "a minute" : `${drowsy} minutes`}, because nobody
            uses it. Containers and open programs keep it awake a while longer. Your files are saved, and the
            next key wakes it again.
          </p>
          <button
            type="button"
            onClick={() => {
              setDrowsy(null);
              keep();
              screen?.focus();
            }}
          >
            Keep it awake
          </button>
        </div>
      )}
      {link === null ? null : (
        <div className={styles.notice} role="alert">
          <p>
            The link leads to{" "}
            <a href={link} target="_blank" rel="noopener noreferrer" onClick={() => setLink(null)}>
              {link}
            </a>
          </p>
          <button type="button" className="quiet" onClick={() => setLink(null)}>
            Close
          </button>
        </div>
      )}
      {failed ? (
        <p className={styles.failed}>
          The terminal could not be loaded; the network may have failed. Reload the page.
        </p>
      ) : (
        <div className={styles.screen} role="group" aria-label={label} data-testid="terminal">
          <div ref={element} className={styles.terminal} />
        </div>
      )}
    </div>
  );
}

function describe(connected: boolean, state: Shell["state"]): string {
  if (!connected) return "Connection lost, trying again";
  if (state === "opening") return "Waking your seat, about 2 s";
  if (state === "asleep") return "Asleep: the next key wakes it";
  if (state === "ended") return "Ended: Enter begins a new one";
  return state === "connecting" ? "Connecting" : "";
}
