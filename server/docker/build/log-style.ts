/** The few colours of the build log, by the terminal's own palette, so that light and dark both fit. */
export const colour = {
  blue: "\u001b[34m",
  green: "\u001b[32m",
  red: "\u001b[31m",
  yellow: "\u001b[33m",
  dim: "\u001b[2m",
  off: "\u001b[0m",
} as const;

/** "29.15MB", as BuildKit prints it: decimal, two places. */
export function buildkitBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"] as const;
  let at = 0;
  let value = bytes;
  for (; value >= 1000 && at < units.length - 1; at += 1) value /= 1000;
  return at === 0 ? `${value}B` : `${value.toFixed(2)}${units[at] ?? ""}`;
}
