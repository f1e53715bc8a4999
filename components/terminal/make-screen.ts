import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { type IDisposable, type ITerminalOptions, type ITheme, Terminal } from "@xterm/xterm";
import { readBuffer } from "./read-buffer.ts";
import { refuseTricks } from "./refuse-tricks.ts";
import { searchColours } from "./terminal-theme.ts";

export type ScreenTheme = "light" | "dark";

export interface SearchResult {
  readonly index: number;
  readonly count: number;
}

/** What the page does with any screen, be it a log or a shell. */
export interface ScreenTools {
  find(text: string, direction: "next" | "previous"): void;
  endSearch(): void;
  allText(): string;
  selection(): string;
  setTheme(theme: ScreenTheme): void;
  setScreenReader(on: boolean): void;
}

export interface MadeScreen {
  readonly terminal: Terminal;
  readonly fit: FitAddon;
  readonly tools: ScreenTools;
  /** Registers something that ends with the screen. */
  readonly own: <Item extends IDisposable>(item: Item) => Item;
  /** Everything that was registered, the last first. */
  readonly disposeAll: () => void;
}

/** An xterm of ours, not yet on the page: the house's type and colours, search, and no tricks of what is printed. */
export function makeScreen(
  options: ITerminalOptions,
  themes: Readonly<Record<ScreenTheme, ITheme>>,
  theme: ScreenTheme,
  onResults: (result: SearchResult) => void,
): MadeScreen {
  const disposables: IDisposable[] = [];
  const own = <Item extends IDisposable>(item: Item): Item => {
    disposables.push(item);
    return item;
  };
  const terminal = own(
    new Terminal({
      allowProposedApi: true,
      fontFamily: '"JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace',
      fontSize: 13,
      // Programs choose their colours for a black screen; this keeps them readable on paper.
      minimumContrastRatio: 4.5,
      theme: themes[theme],
      ...options,
    }),
  );
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const search = new SearchAddon({ highlightLimit: 1000 });
  terminal.loadAddon(search);
  refuseTricks(terminal.parser).forEach(own);
  own(
    search.onDidChangeResults(({ resultIndex, resultCount }) => {
      onResults({ index: resultIndex, count: resultCount });
    }),
  );
  let wearing = theme;
  const tools: ScreenTools = {
    find: (text, direction) => {
      const decorations = searchColours[wearing];
      if (direction === "next") search.findNext(text, { decorations });
      else search.findPrevious(text, { decorations });
    },
    endSearch: () => search.clearDecorations(),
    allText: () => readBuffer(terminal),
    selection: () => terminal.getSelection(),
    setTheme: (next) => {
      wearing = next;
      terminal.options.theme = themes[next];
    },
    setScreenReader: (on) => {
      terminal.options.screenReaderMode = on;
    },
  };
  return {
    terminal,
    fit,
    tools,
    own,
    disposeAll: () => {
      for (const item of disposables.reverse()) item.dispose();
    },
  };
}
