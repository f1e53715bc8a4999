/** A refused place below the thing that is judged, and why. */
export interface Refusal {
  readonly path: readonly string[];
  readonly reason: string;
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

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
