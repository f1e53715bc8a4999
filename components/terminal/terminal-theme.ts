import type { ITheme } from "@xterm/xterm";

/** The colours of the site, told to xterm, with sixteen ANSI colours that hold 4.5:1 on each paper. */
export const terminalThemes: Readonly<Record<"light" | "dark", ITheme>> = {
  light: {
    background: "#fcfbf8",
    foreground: "#1c2126",
    cursor: "#fcfbf8",
    selectionBackground: "#bcd7e8",
    black: "#1c2126",
    red: "#a32a1c",
    green: "#1f6b3b",
    yellow: "#805300",
    blue: "#175a86",
    magenta: "#7b3a83",
    cyan: "#0f6470",
    white: "#565d65",
    brightBlack: "#565d65",
    brightRed: "#b3321f",
    brightGreen: "#257a45",
    brightYellow: "#8a5a00",
    brightBlue: "#1f6596",
    brightMagenta: "#8a4493",
    brightCyan: "#14707d",
    brightWhite: "#1c2126",
  },
  dark: {
    background: "#16191d",
    foreground: "#e6e3dc",
    cursor: "#16191d",
    selectionBackground: "#2f5068",
    black: "#737a83",
    red: "#f1907c",
    green: "#84c99a",
    yellow: "#e3b65f",
    blue: "#86bfe3",
    magenta: "#d3a0dc",
    cyan: "#7fcbd4",
    white: "#e6e3dc",
    brightBlack: "#a4a9af",
    brightRed: "#f6a796",
    brightGreen: "#9cd8af",
    brightYellow: "#edc87e",
    brightBlue: "#a2cfec",
    brightMagenta: "#e0b7e7",
    brightCyan: "#9bdae1",
    brightWhite: "#ffffff",
  },
};

/** The same where one types: the cursor is there to be seen. */
export const shellThemes: typeof terminalThemes = {
  light: { ...terminalThemes.light, cursor: "#175a86", cursorAccent: "#fcfbf8" },
  dark: { ...terminalThemes.dark, cursor: "#86bfe3", cursorAccent: "#16191d" },
};

/** Found text, told to xterm's search. */
export const searchColours = {
  light: {
    matchBackground: "#f3dfae",
    matchOverviewRuler: "#805300",
    activeMatchBackground: "#e0a23a",
    activeMatchColorOverviewRuler: "#a32a1c",
  },
  dark: {
    matchBackground: "#4d3d18",
    matchOverviewRuler: "#e3b65f",
    activeMatchBackground: "#8a6420",
    activeMatchColorOverviewRuler: "#f1907c",
  },
} as const;
