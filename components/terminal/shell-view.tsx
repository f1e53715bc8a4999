"use client";

import { type ReactElement, useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import { setDrowsy, useDrowsy } from "../ui/live-seat.ts";
import { portOfSeat } from "./port-of-seat.ts";
import { SearchField } from "./search-field.tsx";
import styles from "./shell-view.module.css";
import { type Shell, useShell } from "./use-shell.ts";

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
  readonly onReady: (run: ((command: string, interrupt: boolean) => void) | null) => void;
}

/** A terminal in the seat: typed into, searched, copied from; it comes back by itself after a lost connection. */
export function ShellView(props: ShellViewProps): ReactElement {
  const { id, label, lab, theme, visible, knownFiles, onRefused } = props;
  const text = useText();
  const words = text.terminal;
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
  const say = (what: string): void => {
    setCopied(what);
    setTimeout(() => setCopied(null), 2500);
  };
  const copy = async (): Promise<void> => {
    const chosen = screen?.selection() ?? "";
    try {
      await navigator.clipboard.writeText(chosen === "" ? (screen?.allText() ?? "") : chosen);
      say(chosen === "" ? words.copiedAll : words.copiedSelection);
    } catch {
      say(words.copyRefused);
    }
  };
  const paste = async (): Promise<void> => {
    try {
      screen?.paste(await navigator.clipboard.readText());
      screen?.focus();
    } catch {
      say(words.pasteRefused);
    }
  };
  const tellReady = useEffectEvent(props.onReady);
  const run = useEffectEvent(runCommand);
  useEffect(() => {
    if (screen === null) return;
    tellReady((command, interrupt) => run(command, interrupt));
    return () => tellReady(null);
  }, [screen]);

  const status = describe(words.states, connected, state);
  const tools = (
    <>
      <span role="status" className={styles.status} data-testid="terminal-state">
        {copied ?? status}
      </span>
      <SearchField label={words.search} view={screen} results={results} />
      <button type="button" className="quiet" onClick={() => void copy()}>
        {words.copy}
      </button>
      <button type="button" className="quiet" onClick={() => void paste()}>
        {words.paste}
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
        {aloud ? words.screenReaderOn : words.screenReaderOff}
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
            {text.page.close}
          </button>
        </div>
      )}
      {drowsy === null || state !== "running" ? null : (
        <div className={styles.notice} role="alert">
          <p>{words.drowsy(drowsy)}</p>
          <button
            type="button"
            onClick={() => {
              setDrowsy(null);
              keep();
              screen?.focus();
            }}
          >
            {words.keepAwake}
          </button>
        </div>
      )}
      {link === null ? null : (
        <div className={styles.notice} role="alert">
          <p>
            {words.linkLeadsTo}{" "}
            <a href={link} target="_blank" rel="noopener noreferrer" onClick={() => setLink(null)}>
              {link}
            </a>
          </p>
          <button type="button" className="quiet" onClick={() => setLink(null)}>
            {text.page.close}
          </button>
        </div>
      )}
      {failed ? (
        <p className={styles.failed}>{words.failed}</p>
      ) : (
        <div className={styles.screen} role="group" aria-label={label} data-testid="terminal">
          <div ref={element} className={styles.terminal} />
        </div>
      )}
    </div>
  );
}

function describe(words: Text["terminal"]["states"], connected: boolean, state: Shell["state"]): string {
  if (state === "signed-out") return words.signedOut;
  if (!connected) return words.lost;
  if (state === "opening") return words.opening;
  if (state === "asleep") return words.asleep;
  if (state === "ended") return words.ended;
  return state === "connecting" ? words.connecting : "";
}
