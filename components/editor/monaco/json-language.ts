import * as monaco from "monaco-editor/editor/editor.api.js";
import { createTokenizationSupport } from "monaco-editor/languages/features/json/tokenization.js";

let registered = false;

/** Colours and brackets of JSON, without the language service and its worker. Once a page. */
export function registerJsonLanguage(): void {
  if (registered) return;
  registered = true;
  monaco.languages.register({ id: "json", extensions: [".json"] });
  monaco.languages.setTokensProvider("json", createTokenizationSupport(false));
  monaco.languages.setLanguageConfiguration("json", {
    brackets: [
      ["{", "}"],
      ["[", "]"],
    ],
    autoClosingPairs: [
      { open: "{", close: "}" },
      { open: "[", close: "]" },
      { open: '"', close: '"', notIn: ["string"] },
    ],
  });
}
