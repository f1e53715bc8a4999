import * as monaco from "monaco-editor/editor/editor.api.js";
import type { EditorTheme } from "../mounted-editor.ts";
import { readToken } from "./read-token.ts";

/**
 * Colours of the code, one set per theme; all of them 4.5:1 or better on their paper. Paper, ink and accent
 * come from the site's own tokens when it has them.
 */
interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
  readonly quiet: string;
  readonly line: string;
  readonly raised: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly comment: string;
  readonly added: string;
  readonly addedPaper: string;
  readonly removed: string;
  readonly removedPaper: string;
}

const palettes: Readonly<Record<EditorTheme, Palette>> = {
  light: {
    paper: "#fbfaf7",
    ink: "#1f2328",
    accent: "#0b5cad",
    quiet: "#6a6f76",
    line: "#dcd8cf",
    raised: "#f3f0e9",
    keyword: "#0b5cad",
    string: "#28632f",
    number: "#8a4208",
    name: "#74338c",
    comment: "#5a6068",
    added: "#1f6b3b",
    addedPaper: "#e4f0e6",
    removed: "#a32a1c",
    removedPaper: "#f8e5e0",
  },
  dark: {
    paper: "#16191d",
    ink: "#e4e2dc",
    accent: "#7cb7f2",
    quiet: "#9aa0a8",
    line: "#343a42",
    raised: "#1e2227",
    keyword: "#7cb7f2",
    string: "#9ecb94",
    number: "#e3ad7c",
    name: "#cfa2e6",
    comment: "#a0a6ae",
    added: "#84c99a",
    addedPaper: "#1b2f22",
    removed: "#f1907c",
    removedPaper: "#3a1f1b",
  },
};

const token = (name: string, colour: string, fontStyle = ""): monaco.editor.ITokenThemeRule => ({
  token: name,
  foreground: colour.slice(1, 7),
  ...(fontStyle === "" ? {} : { fontStyle }),
});

/** Defines and sets the theme. Monaco has one for the whole page, as the page has. */
export function applyTheme(theme: EditorTheme, host: HTMLElement): void {
  const own = palettes[theme];
  const colour = {
    ...own,
    paper: readToken(host, "--paper") ?? own.paper,
    ink: readToken(host, "--ink") ?? own.ink,
    accent: readToken(host, "--accent") ?? own.accent,
    quiet: readToken(host, "--ink-soft") ?? own.quiet,
    line: readToken(host, "--line") ?? own.line,
    raised: readToken(host, "--bench") ?? own.raised,
    addedPaper: readToken(host, "--good-paper") ?? own.addedPaper,
    removedPaper: readToken(host, "--broken-paper") ?? own.removedPaper,
  };
  monaco.editor.defineTheme(`drydock-${theme}`, {
    base: theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      token("", colour.ink),
      token("comment", colour.comment, "italic"),
      token("keyword", colour.keyword, "bold"),
      token("string", colour.string),
      token("string.yaml", colour.string),
      token("string.key.json", colour.keyword),
      token("string.value.json", colour.string),
      token("type", colour.keyword),
      token("number", colour.number),
      token("number.yaml", colour.number),
      token("constant", colour.number),
      token("variable", colour.name),
      token("tag", colour.name),
      token("delimiter", colour.ink),
    ],
    colors: {
      "editor.background": colour.paper,
      "editor.foreground": colour.ink,
      "editorLineNumber.foreground": colour.quiet,
      "editorLineNumber.activeForeground": colour.ink,
      "editorCursor.foreground": colour.ink,
      "editor.lineHighlightBackground": colour.raised,
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": `${colour.accent}40`,
      "editor.inactiveSelectionBackground": `${colour.accent}26`,
      "editorIndentGuide.background1": colour.line,
      "editorWidget.background": colour.raised,
      "editorWidget.border": colour.line,
      "editorHoverWidget.background": colour.raised,
      "editorHoverWidget.border": colour.line,
      "editorSuggestWidget.background": colour.raised,
      "editorSuggestWidget.border": colour.line,
      "editorSuggestWidget.foreground": colour.ink,
      "editorSuggestWidget.highlightForeground": colour.accent,
      "editorSuggestWidget.selectedBackground": `${colour.accent}33`,
      "editorSuggestWidget.selectedForeground": colour.ink,
      "editorSuggestWidget.focusHighlightForeground": colour.accent,
      "list.activeSelectionBackground": `${colour.accent}33`,
      "list.activeSelectionForeground": colour.ink,
      "list.focusBackground": `${colour.accent}33`,
      "list.focusForeground": colour.ink,
      "list.focusHighlightForeground": colour.accent,
      "list.highlightForeground": colour.accent,
      "list.hoverBackground": `${colour.accent}1a`,
      "quickInput.background": colour.raised,
      "quickInput.foreground": colour.ink,
      "quickInputList.focusBackground": `${colour.accent}33`,
      "quickInputList.focusForeground": colour.ink,
      "editorActionList.background": colour.raised,
      "editorActionList.foreground": colour.ink,
      "editorActionList.focusBackground": `${colour.accent}33`,
      "editorActionList.focusForeground": colour.ink,
      "input.background": colour.paper,
      "input.foreground": colour.ink,
      "input.border": colour.line,
      "menu.background": colour.raised,
      "menu.foreground": colour.ink,
      "menu.selectionBackground": `${colour.accent}33`,
      "menu.selectionForeground": colour.ink,
      "editorGutter.background": colour.paper,
      "diffEditor.insertedLineBackground": colour.addedPaper,
      "diffEditor.insertedTextBackground": `${colour.added}1a`,
      "diffEditor.removedLineBackground": colour.removedPaper,
      "diffEditor.removedTextBackground": `${colour.removed}1a`,
      "diffEditorGutter.insertedLineBackground": colour.addedPaper,
      "diffEditorGutter.removedLineBackground": colour.removedPaper,
      "diffEditor.diagonalFill": `${colour.quiet}40`,
      focusBorder: colour.accent,
      "scrollbar.shadow": "#00000000",
      "widget.shadow": "#00000000",
    },
  });
  monaco.editor.setTheme(`drydock-${theme}`);
}
