import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import type { ServerMessage, TerminalState } from "../../core/terminal/protocol.ts";
import { askSeat, setDrowsy, sightSeat } from "../ui/live-seat.ts";
import type { SearchResult } from "./make-screen.ts";
import type { ShellScreen } from "./open-shell.ts";
import { openShellSocket, type ShellSocket } from "./shell-socket.ts";

export interface ShellOptions {
  readonly id: string;
  readonly label: string;
  readonly lab: string;
  readonly theme: "light" | "dark";
  /** A terminal that nobody has looked at yet loads nothing. */
  readonly wanted: boolean;
  /** Versions of the files on the page, by path. */
  readonly knownFiles: () => Readonly<Record<string, number>>;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onRefused: () => void;
  readonly onCopy: () => void;
  readonly onLink: (url: string, named: boolean) => void;
}

export interface Shell {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly screen: ShellScreen | null;
  readonly state: TerminalState | "connecting" | "signed-out";
  readonly connected: boolean;
  readonly failed: boolean;
  readonly results: SearchResult | null;
  /** Types a command and Enter, as soon as the shell can take it. */
  readonly run: (command: string, interrupt: boolean) => void;
  /** Keeps the seat awake. */
  readonly keep: () => void;
}

/** A shell's prompt is there this long after its first output. */
const PROMPT_MS = 150;
/** A shell that hears of its new width in the middle of a line draws that line in pieces. */
const WIDTH_MS = 150;

/** Loads xterm when the terminal is first looked at, and keeps it connected. */
export function useShell(options: ShellOptions): Shell {
  const { id, lab, label, theme, wanted } = options;
  const element = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<ShellScreen | null>(null);
  const [state, setState] = useState<Shell["state"]>("connecting");
  const [connected, setConnected] = useState(true);
  const [failed, setFailed] = useState(false);
  const [results, setResults] = useState<SearchResult | null>(null);
  const waiting = useRef<{ readonly command: string; readonly interrupt: boolean }[]>([]);
  const type = useRef<(command: string, interrupt: boolean) => boolean>(() => false);
  const keep = useRef<() => void>(() => undefined);
  const firstTheme = useRef(theme);
  const onMessage = useEffectEvent(options.onMessage);
  const onRefused = useEffectEvent(options.onRefused);
  const onCopy = useEffectEvent(options.onCopy);
  const onLink = useEffectEvent(options.onLink);
  const knownFiles = useEffectEvent(options.knownFiles);

  useEffect(() => {
    if (!wanted || element.current === null) return;
    const place = element.current;
    let gone = false;
    let socket: ShellSocket | null = null;
    let opened: ShellScreen | null = null;
    let ready = false;
    let running = false;
    const flush = (): void => {
      for (const { command, interrupt } of waiting.current.splice(0)) type.current(command, interrupt);
    };
    const tellSize = (): void => {
      if (opened !== null) socket?.send({ type: "size", ...opened.size() });
    };
    const take = (message: ServerMessage): void => {
      if (message.type === "attached") {
        if (message.reset) opened?.reset();
        ready = message.replayed > 0;
        tellSize();
        socket?.send({ type: "known", files: knownFiles() });
      } else if (message.type === "state") {
        running = message.state === "running";
        if (!running) ready = false;
        else if (ready) setTimeout(flush, PROMPT_MS);
        if (message.state === "running") sightSeat("awake");
        else if (message.state === "opening") sightSeat("waking");
        else askSeat();
        setState(message.state);
      } else if (message.type === "size") opened?.fit(message);
      onMessage(message);
    };
    const connect = (view: ShellScreen): void => {
      socket = openShellSocket({
        url: (from) => socketAddress(id, lab, from),
        write: (bytes, shown) => {
          view.write(bytes, shown);
          if (!running || ready) return;
          ready = true;
          setTimeout(flush, PROMPT_MS);
        },
        onMessage: take,
        onConnection: setConnected,
        onRefused,
        onSignedOut: () => setState("signed-out"),
      });
    };
    void import("./open-shell.ts")
      // The columns depend on the width of a letter: the mono face has to be there first.
      .then(async (module) => {
        await document.fonts.load('13px "JetBrains Mono"').catch(() => []);
        return module;
      })
      .then(({ openShell }) => {
        if (gone) return;
        const view = openShell(place, firstTheme.current, label, {
          onInput: (text) => {
            if (socket?.isReplaying() !== false) return;
            setDrowsy(null);
            socket.type(text);
          },
          onBytes: (bytes) => socket?.typeBytes(bytes),
          onSize: (size) => socket?.send({ type: "size", ...size }),
          // Where somebody types, the terminal has that page's size.
          onFocus: () => {
            view.fit();
            tellSize();
          },
          onResults: setResults,
          onCopy,
          onLink,
        });
        keep.current = () => socket?.send({ type: "keep" });
        opened = view;
        type.current = (command, interrupt) => {
          if (!running || !ready) return false;
          // Ctrl+C; what is typed behind it waits for the shell.
          if (interrupt) socket?.type("\u0003");
          view.paste(command);
          socket?.type("\r");
          return true;
        };
        connect(view);
        setScreen(view);
      })
      .catch(() => {
        if (!gone) setFailed(true);
      });
    return () => {
      gone = true;
      socket?.close();
      opened?.dispose();
      setScreen(null);
    };
  }, [wanted, id, lab, label]);

  useEffect(() => {
    firstTheme.current = theme;
    screen?.setTheme(theme);
  }, [screen, theme]);

  const run = (command: string, interrupt: boolean): void => {
    screen?.focus();
    // It may come into view with this, and get another width.
    setTimeout(() => {
      if (!type.current(command, interrupt)) waiting.current.push({ command, interrupt });
    }, WIDTH_MS);
  };
  return { element, screen, state, connected, failed, results, run, keep: () => keep.current() };
}

function socketAddress(id: string, lab: string, from: number | null): string {
  const url = new URL(`/api/terminals/${id}/socket`, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("lab", lab);
  if (from !== null) url.searchParams.set("from", String(from));
  return url.href;
}
