import type { IMarker } from "@xterm/xterm";
import { createLogFeed, type FeedChunk } from "./log-feed.ts";
import { makeScreen, type ScreenTheme, type ScreenTools, type SearchResult } from "./make-screen.ts";
import { refuseLogTricks } from "./refuse-tricks.ts";
import { terminalThemes } from "./terminal-theme.ts";

/** Lines kept in view: at 120 columns some 15 MB. The rest of a longer log is in the download. */
export const SCROLLBACK_LINES = 10_000;

export interface OpenTerminal extends ScreenTools {
  push(chunks: readonly FeedChunk[]): void;
  clear(): void;
  /** False when the step's beginning has left the view. */
  jumpTo(stepId: string): boolean;
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
  theme: ScreenTheme,
  handlers: TerminalHandlers,
): OpenTerminal {
  const { terminal, fit, tools, own, disposeAll } = makeScreen(
    {
      convertEol: true,
      cursorInactiveStyle: "none",
      disableStdin: true,
      lineHeight: 1.35,
      scrollback: SCROLLBACK_LINES,
    },
    terminalThemes,
    theme,
    handlers.onResults,
  );
  refuseLogTricks(terminal.parser).forEach(own);
  // The page's keys (F6, ?, Ctrl+Enter, Tab) stay the page's.
  terminal.attachCustomKeyEventHandler(() => false);
  terminal.open(element);
  fit.fit();

  let marks = new Map<string, IMarker>();
  let overflowed = false;
  let closed = false;
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
          if (!closed && !overflowed && terminal.buffer.active.baseY >= SCROLLBACK_LINES) {
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
    ...tools,
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
    setTheme: (next) => {
      if (!closed) tools.setTheme(next);
    },
    dispose: () => {
      if (closed) return;
      closed = true;
      feed.stop();
      observer.disconnect();
      // After what is being written: xterm would go on to scroll, and then ask a renderer that is gone for its size.
      terminal.write("", () => {
        disposeAll();
      });
    },
  };
}
