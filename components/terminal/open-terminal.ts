import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Terminal, type IDisposable, type IMarker } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { createLogFeed, type FeedChunk } from "./log-feed.ts";
import { readBuffer } from "./read-buffer.ts";
import { searchColours, terminalThemes } from "./terminal-theme.ts";

/** Lines kept in view: at 120 columns some 15 MB. The rest of a longer log is in the download. */
export const scrollbackLines = 10_000;

export interface SearchResult {
  readonly index: number;
  readonly count: number;
}

export interface OpenTerminal {
  push(chunks: readonly FeedChunk[]): void;
  clear(): void;
  /** False when the step's beginning has left the view. */
  jumpTo(stepId: string): boolean;
  find(text: string, direction: "next" | "previous"): void;
  endSearch(): void;
  allText(): string;
  selection(): string;
  setTheme(theme: "light" | "dark"): void;
  setScreenReader(on: boolean): void;
  dispose(): void;
}

export interface TerminalHandlers {
  readonly onResults: (result: SearchResult) => void;
  /** Lines have left the view. Called once. */
  readonly onOverflow: () => void;
}

/** A read-only xterm in `element`. Loaded when a log is first looked at: xterm weighs more than the rest of the page. */
export function openTerminal(
  element: HTMLElement,
  theme: "light" | "dark",
  handlers: TerminalHandlers,
): OpenTerminal {
  const disposables: IDisposable[] = [];
  const own = <Item extends IDisposable>(item: Item): Item => {
    disposables.push(item);
    return item;
  };
  const terminal = own(
    new Terminal({
      allowProposedApi: true,
      convertEol: true,
      cursorInactiveStyle: "none",
      disableStdin: true,
      fontFamily: '"JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace',
      fontSize: 13,
      lineHeight: 1.35,
      // Programs choose their colours for a black screen; this keeps them readable on paper.
      minimumContrastRatio: 4.5,
      scrollback: scrollbackLines,
      theme: terminalThemes[theme],
    }),
  );
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const search = new SearchAddon({ highlightLimit: 1000 });
  terminal.loadAddon(search);
  refuseTricks(terminal, own);
  // The page's keys (F6, ?, Ctrl+Enter, Tab) stay the page's.
  terminal.attachCustomKeyEventHandler(() => false);
  terminal.open(element);
  fit.fit();

  let wearing = theme;
  let marks = new Map<string, IMarker>();
  let overflowed = false;
  let closed = false;
  own(
    search.onDidChangeResults(({ resultIndex, resultCount }) => {
      handlers.onResults({ index: resultIndex, count: resultCount });
    }),
  );
  let feed = makeFeed();
  const observer = new ResizeObserver(() => {
    // A hidden panel has no size; fitting to nothing would break every line after one character.
    if (element.clientWidth > 40 && element.clientHeight > 20) fit.fit();
  });
  observer.observe(element);

  function makeFeed(): ReturnType<typeof createLogFeed> {
    return createLogFeed({
      write: (text, done) => {
        terminal.write(text, () => {
          if (!closed && !overflowed && terminal.buffer.active.baseY >= scrollbackLines) {
            overflowed = true;
            handlers.onOverflow();
          }
          // The next write in the next frame: the browser paints and answers keys in between.
          setTimeout(done, 0);
        });
      },
      mark: (stepId) => {
        const marker = terminal.registerMarker(0);
        if (!marks.has(stepId)) marks.set(stepId, marker);
      },
    });
  }

  return {
    push: (chunks) => {
      if (!closed) feed.push(chunks);
    },
    clear: () => {
      if (closed) return;
      feed.stop();
      feed = makeFeed();
      marks = new Map();
      overflowed = false;
      terminal.reset();
    },
    jumpTo: (stepId) => {
      const marker = marks.get(stepId);
      if (marker === undefined || marker.isDisposed) return false;
      terminal.scrollToLine(marker.line);
      terminal.selectLines(marker.line, marker.line);
      return true;
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
      if (closed) return;
      wearing = next;
      terminal.options.theme = terminalThemes[next];
    },
    setScreenReader: (on) => {
      terminal.options.screenReaderMode = on;
    },
    dispose: () => {
      if (closed) return;
      closed = true;
      feed.stop();
      observer.disconnect();
      // After what is being written: xterm would go on to scroll, and then ask a renderer that is gone for its size.
      terminal.write("", () => {
        for (const item of disposables.reverse()) item.dispose();
      });
    },
  };
}

/**
 * A log is somebody's text. It may colour and overwrite lines; it may not clear what was printed, change to
 * another screen, catch the mouse, make links or name the window.
 */
function refuseTricks(terminal: Terminal, own: <Item extends IDisposable>(item: Item) => Item): void {
  const swallow = (): boolean => true;
  own(terminal.parser.registerCsiHandler({ prefix: "?", final: "h" }, swallow));
  own(terminal.parser.registerCsiHandler({ prefix: "?", final: "l" }, swallow));
  own(terminal.parser.registerCsiHandler({ final: "J" }, swallow));
  own(terminal.parser.registerEscHandler({ final: "c" }, swallow));
  for (const code of [0, 1, 2, 4, 8, 9, 10, 11, 12, 52, 104, 110, 111, 112, 777, 1337]) {
    own(terminal.parser.registerOscHandler(code, swallow));
  }
}
