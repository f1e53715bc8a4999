import type { EditorBundle } from "./mounted-editor.ts";

/** Where build-editor.mjs puts it. */
const BUNDLE_URL = "/editor/editor.js";
const STYLESHEET_URL = "/editor/editor.css";

let loading: Promise<EditorBundle> | null = null;

function loadStylesheet(): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = STYLESHEET_URL;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`${STYLESHEET_URL} did not load`));
    });
    document.head.append(link);
  });
}

/** The big editor's code, fetched once a page. After a failure the next call tries again. */
export function loadEditor(): Promise<EditorBundle> {
  loading ??= Promise.all([
    // By URL at run time: this bundle is not part of the page's own.
    import(/* turbopackIgnore: true */ /* webpackIgnore: true */ /* @vite-ignore */ BUNDLE_URL),
    loadStylesheet(),
    // Monaco measures letters when it starts; with the fallback font still in place every column is off.
    document.fonts.load('14px "JetBrains Mono"').catch(() => []),
  ]).then(
    ([bundle]) => bundle as EditorBundle,
    (fault: unknown) => {
      loading = null;
      throw fault;
    },
  );
  return loading;
}
