import type { EditorBundle } from "./mounted-editor.ts";

/** Where build-editor.mjs puts it. */
const bundleUrl = "/editor/editor.js";
const stylesheetUrl = "/editor/editor.css";

let loading: Promise<EditorBundle> | null = null;

function loadStylesheet(): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = stylesheetUrl;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`${stylesheetUrl} did not load`));
    });
    document.head.append(link);
  });
}

/** The big editor's code, fetched once a page. After a failure the next call tries again. */
export function loadEditor(): Promise<EditorBundle> {
  loading ??= Promise.all([
    // By URL at run time: this bundle is not part of the page's own.
    import(/* turbopackIgnore: true */ /* webpackIgnore: true */ /* @vite-ignore */ bundleUrl),
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
