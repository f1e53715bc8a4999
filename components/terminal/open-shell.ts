import { MAX_COLS, MAX_ROWS } from "../../core/terminal/protocol.ts";
import { findLinks } from "./find-links.ts";
import { makeScreen, type ScreenTheme, type ScreenTools, type SearchResult } from "./make-screen.ts";
import { shellThemes } from "./terminal-theme.ts";

/** Lines kept in view above the screen. */
const SCROLLBACK_LINES = 5000;

export interface ShellScreen extends ScreenTools {
  write(bytes: Uint8Array, shown: () => void): void;
  reset(): void;
  focus(): void;
  /** As if it came from the clipboard: several lines stay together where the shell can take them so. */
  paste(text: string): void;
  size(): { readonly cols: number; readonly rows: number };
  /** Takes the size that its place has; with `size`, that of another page that types in the same terminal. */
  fit(size?: { readonly cols: number; readonly rows: number }): void;
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
  theme: ScreenTheme,
  label: string,
  handlers: ShellHandlers,
): ShellScreen {
  const { terminal, fit, tools, own, disposeAll } = makeScreen(
    {
      cursorBlink: false,
      lineHeight: 1.1,
      linkHandler: { activate: (_event, url) => handlers.onLink(url, true) },
      scrollback: SCROLLBACK_LINES,
    },
    shellThemes,
    theme,
    handlers.onResults,
  );
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
  const hasRoom = (): boolean => element.clientWidth > 40 && element.clientHeight > 20;
  const takeRoom = (): void => {
    const size = hasRoom() ? fit.proposeDimensions() : undefined;
    if (size !== undefined) terminal.resize(Math.min(size.cols, MAX_COLS), Math.min(size.rows, MAX_ROWS));
  };
  takeRoom();
  const observer = new ResizeObserver(takeRoom);
  observer.observe(element);

  return {
    ...tools,
    write: (bytes, shown) => terminal.write(bytes, shown),
    reset: () => terminal.reset(),
    focus: () => terminal.focus(),
    paste: (text) => terminal.paste(text),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    fit: (size) => {
      if (size === undefined) takeRoom();
      else terminal.resize(size.cols, size.rows);
    },
    dispose: () => {
      observer.disconnect();
      terminal.textarea?.removeEventListener("focus", onFocus);
      disposeAll();
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
