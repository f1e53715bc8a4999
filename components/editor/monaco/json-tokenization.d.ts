/** Monaco ships this part without its types. */
declare module "monaco-editor/languages/features/json/tokenization.js" {
  import type { languages } from "monaco-editor/editor/editor.api.js";

  export function createTokenizationSupport(supportComments: boolean): languages.TokensProvider;
}
