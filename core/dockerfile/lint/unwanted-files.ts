import { isSecretFile } from "./secret-file.ts";

export interface Unwanted {
  /** A path that stands for it, to be tried against .dockerignore. */
  readonly example: string;
  /** What to write into .dockerignore. */
  readonly entry: string;
}

/** What every project has or will have, and no image needs. */
const always: readonly Unwanted[] = [
  { example: ".git/HEAD", entry: ".git" },
  { example: "__pycache__/app.cpython-311.pyc", entry: "**/__pycache__" },
  { example: ".env", entry: ".env" },
];

/** Of files that are there: what is no part of a service. */
function entryFor(path: string): string | null {
  const parts = path.split("/");
  const folder = parts
    .slice(0, -1)
    .find((part) =>
      /^(\.venv|venv|node_modules|notebooks|tests|\.ipynb_checkpoints|\.pytest_cache|\.mypy_cache)$/.test(
        part,
      ),
    );
  if (folder !== undefined) return parts[0] === folder ? folder : `**/${folder}`;
  if (path.endsWith(".ipynb")) return "**/*.ipynb";
  return isSecretFile(path) ? path : null;
}

/** What a copy of everything should leave out: what is always to be named, and what lies in this workspace. */
export function unwantedFiles(paths: readonly string[]): Unwanted[] {
  const found = new Map(always.map((each) => [each.entry, each]));
  for (const example of paths) {
    const entry = entryFor(example);
    if (entry !== null && !found.has(entry)) found.set(entry, { example, entry });
  }
  return [...found.values()].slice(0, 20);
}
