/*
 * Where this machine keeps things is nobody's business who reads a page. What a student is told passes through
 * AppError, so the folders are left out there, whoever wrote the sentence. Paths inside a seat stay.
 */

/** The server's modules are loaded twice in one process (see isAppError), so the folders are known process-wide. */
const KEY = Symbol.for("drydock.machine-paths");
const shared = globalThis as { [KEY]?: readonly string[] };

/** The folders, absolute and without a slash at the end, that no text for a student may name from now on. */
export function hideFolders(folders: readonly string[]): void {
  // The longest first: one may lie in another.
  const known = new Set([...(shared[KEY] ?? []), ...folders.filter((folder) => /^\/[^/]/.test(folder))]);
  shared[KEY] = [...known].toSorted((one, other) => other.length - one.length);
}

/** The text with what lies in such a folder named from there: "/srv/data/seat-host/holder.log" as "seat-host/holder.log". */
export function withoutFolders(text: string): string {
  let told = text;
  for (const folder of shared[KEY] ?? []) {
    const pattern = new RegExp(
      `(?:file://)?(?<![\\w.@-])${escape(folder)}(?:/+(?=[\\w.@-])|(?![\\w.@-]))`,
      "g",
    );
    told = told.replace(pattern, (match) =>
      match.endsWith("/") && !match.endsWith("://") ? "" : "a folder of this site",
    );
  }
  return told;
}

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
