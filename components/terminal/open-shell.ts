import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Terminal, type IDisposable } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { maxCols, maxRows } from "../../core/terminal/protocol.ts";
import { findLinks } from "./find-links.ts";
import { readBuffer } from "./read-buffer.ts";
import { refuseTricks } from "./refuse-tricks.ts";
import type { SearchResult } from "./open-terminal.ts";
import { searchColours, shellThemes } from "./terminal-theme.ts";

/** Lines kept in view above the screen. */
const scrollbackLines = 5000;

export interface ShellScreen {
  write(bytes: Uint8Array, shown: () => void): void;
  reset(): void;
  focus(): void;
  /** As if it came from the clipboard: several lines stay together where the shell can take them so. */
  paste(text: string): void;
  size(): { readonly cols: number; readonly rows: number };
  /** Takes the size that its place has; with `size`, that of another page that types in the same terminal. */
  fit(size?: { readonly cols: number; readonly rows: number }): void;
  find(text: string, direction: "next" | "previous"): void;
  endSearch(): void;
  allText(): string;
  selection(): string;
  setTheme(theme: "light" | "dark"): void;
  setScreenReader(on: boolean): void;
  dispose(): void;
}

export interface ShellHandlers {
  readonly onInput: (text: string) => void;
  /** Mouse reports of programs that ask for them: bytes, not text. */
  readonly onBytes: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly onSize: (size: { readonly cols: number; readonly rows: number }) => void;
  readonly onFocus: () => void;
  readonly onResults: (result: SearchResult) => void;
  readonly onCopy: () => void;
  /** Somebody chose an address. `named`: what the screen shows is a name for it and may say anything. */
  readonly onLink: (url: string, named: boolean) => void;
}

/** An xterm that one types into, in `element`. */
export function openShell(
  element: HTMLElement,
  theme: "light" | "dark",
  label: string,
  handlers: ShellHandlers,
): ShellScreen {
  const disposables: IDisposable[] = [];
  const own = <Item extends IDisposable>(item: Item): Item => {
    disposables.push(item);
    return item;
  };
  const terminal = own(
    new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      fontFamily: '"JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace',
      fontSize: 13,
      lineHeight: 1.1,
      linkHandler: { activate: (_event, url) => handlers.onLink(url, true) },
      // Programs choose their colours for a black screen; this keeps them readable on paper.
      minimumContrastRatio: 4.5,
      scrollback: scrollbackLines,
      theme: shellThemes[theme],
    }),
  );
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const search = new SearchAddon({ highlightLimit: 1000 });
  terminal.loadAddon(search);
  refuseTricks(terminal.parser).forEach(own);
  terminal.attachCustomKeyEventHandler((event) => isShellKey(event, handlers.onCopy));
  own(
    terminal.registerLinkProvider({
      provideLinks: (y, give) => give(findLinks(terminal, y, (url) => handlers.onLink(url, false))),
    }),
  );
  terminal.open(element);
  terminal.textarea?.setAttribute("aria-label", `${label}. F6 leaves it.`);
  const onFocus = (): void => handlers.onFocus();
  terminal.textarea?.addEventListener("focus", onFocus);
  own(terminal.onData(handlers.onInput));
  own(terminal.onBinary((text) => handlers.onBytes(Uint8Array.from(text, (one) => one.charCodeAt(0)))));
  // Only these two: the server takes no message with anything else in it.
  own(terminal.onResize(({ cols, rows }) => handlers.onSize({ cols, rows })));
  own(
    search.onDidChangeResults(({ resultIndex, resultCount }) => {
      handlers.onResults({ index: resultIndex, count: resultCount });
    }),
  );
  let wearing = theme;
  const hasRoom = (): boolean => element.clientWidth > 40 && element.clientHeight > 20;
  const takeRoom = (): void => {
    const size = hasRoom() ? fit.proposeDimensions() : undefined;
    if (size !== undefined) terminal.resize(Math.min(size.cols, maxCols), Math.min(size.rows, maxRows));
  };
  takeRoom();
  const observer = new ResizeObserver(takeRoom);
  observer.observe(element);

  return {
    write: (bytes, shown) => terminal.write(bytes, shown),
    reset: () => terminal.reset(),
    focus: () => terminal.focus(),
    paste: (text) => terminal.paste(text),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    fit: (size) => {
      if (size === undefined) takeRoom();
      else terminal.resize(size.cols, size.rows);
    },
    find: (text, direction) => {
      const options = { decorations: searchColours[wearing] };
      if (direction === "next") search.findNext(text, options);
      else search.findPrevious(text, options);
    },
    endSearch: () => search.clearDecorations(),
    allText: () => readBuffer(terminal),
    selection: () => terminal.getSelection(),
    setTheme: (next) => {
      wearing = next;
      terminal.options.theme = shellThemes[next];
    },
    setScreenReader: (on) => {
      terminal.options.screenReaderMode = on;
    },
    dispose: () => {
      observer.disconnect();
      terminal.textarea?.removeEventListener("focus", onFocus);
      for (const item of disposables.reverse()) item.dispose();
    },
  };
}

/** False leaves a key to the page or to the browser. */
function isShellKey(event: KeyboardEvent, onCopy: () => void): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "F6") return false;
  if (!command) return true;
  if (event.key === "Enter") return false;
  const key = event.key.toLowerCase();
  // Ctrl+S would stop the terminal without a word; here it saves, as everywhere on the page.
  if (key === "s" && !event.shiftKey) return false;
  if (key === "c" && event.shiftKey) {
    if (event.type === "keydown") {
      event.preventDefault();
      onCopy();
    }
    return false;
  }
  // The browser pastes, and the terminal takes what is pasted.
  return key !== "v";
}
