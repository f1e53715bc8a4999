/** Bytes of UTF-8 text without lone surrogates; core has neither Buffer nor TextEncoder. */
const byteLength = (text: string) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, "x").length;

/**
 * Why a path may not name a file of a workspace, in words for the student; null when it may.
 * Allowed is a relative, normal path: "src/app.py", ".dockerignore".
 */
export function findPathProblem(path: string): string | null {
  if (path === "") return "The name of the file is empty.";
  // Lone surrogates would not survive the way to a file system.
  if (/\p{Surrogate}/u.test(path)) return "The name of the file is not valid text.";
  if (/\p{Cc}/u.test(path)) return "The name of the file contains a control character.";
  // They would show the name in another order, or in two lines.
  if (/[\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(path))
    return "The name of the file contains an invisible character.";
  if (byteLength(path) > 200) return "The name of the file is longer than 200 bytes.";
  if (path.includes("\\")) return 'The name of the file contains "\\"; folders are separated by "/".';
  if (path.startsWith("/")) return 'The name of the file must be relative: without "/" at its beginning.';
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    return 'The name of the file may not contain "..", "." or an empty folder name.';
  }
  if (segments.some((segment) => segment !== segment.trim())) {
    return "A file or folder name may not begin or end with a space.";
  }
  return segments.length > 10 ? "The file is nested too deeply." : null;
}

/**
 * Whether a path is one of the lab's editable files. A pattern is a path in which `*` stands for anything
 * within one name and `**` for any folders.
 */
export function isEditable(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern.split("/"), path.split("/")));
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") {
    return path.some((_, index) => matches(rest, path.slice(index))) || matches(rest, []);
  }
  const [name, ...below] = path;
  return name !== undefined && matchesName(first, name) && matches(rest, below);
}

/** `*` by hand and not by a regular expression: no backtracking whatever the author writes. */
function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  const [head = ""] = parts;
  if (parts.length === 1) return pattern === name;
  const tail = parts.at(-1) ?? "";
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false;
  let position = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, position);
    if (found === -1 || found + part.length > name.length - tail.length) return false;
    position = found + part.length;
  }
  return true;
}
