/** A refused place below the thing that is judged, and why. */
export interface Refusal {
  readonly path: readonly string[];
  readonly reason: string;
}

/** What a Compose file may name. */
export interface ComposeProject {
  /** Absolute folder that the files lie in; no path may leave it. */
  readonly folder: string;
  /** Paths of its files, from that folder. */
  readonly files: readonly string[];
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** A list; null, undefined and an empty string count as an empty one, anything else as one entry. */
export function asList(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether an absolute path is `folder` or lies below it, after `.` and `..` were worked out. */
export function isInside(path: unknown, folder: string): boolean {
  if (typeof path !== "string" || !path.startsWith("/") || path.includes("\0")) return false;
  const clean = normalize(path);
  return clean === normalize(folder) || clean.startsWith(`${normalize(folder)}/`);
}

/** Whether an absolute path is one of the project's files, and no folder or something that is not there yet. */
export function isFileOf(path: unknown, project: ComposeProject): boolean {
  if (!isInside(path, project.folder)) return false;
  const clean = normalize(String(path));
  return project.files.some((file) => clean === normalize(`${project.folder}/${file}`));
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
