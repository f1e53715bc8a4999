/** Decimal units, one decimal at most: 0 B, 812 B, 4.1 kB, 135 MB, 1.2 GB. The unit of the course is the MB. */
export function formatBytes(bytes: number): string {
  const value = Number.isFinite(bytes) ? Math.max(0, bytes) : 0;
  if (value < 1000) return `${Math.round(value)} B`;
  if (value < 999_500) return `${trim(value / 1e3)} kB`;
  if (value < 999_500_000) return `${trim(value / 1e6)} MB`;
  return `${trim(value / 1e9)} GB`;
}

/** A difference with its sign in front: +182 MB, -12.4 MB, ±0 B. */
export function formatByteChange(bytes: number): string {
  if (Math.abs(bytes) < 1) return "±0 B";
  return `${bytes > 0 ? "+" : "−"}${formatBytes(Math.abs(bytes))}`;
}

/** 640 ms, 1.4 s, 14 s, 2 min 5 s. */
export function formatDuration(ms: number): string {
  const value = Number.isFinite(ms) ? Math.max(0, ms) : 0;
  if (value < 999.5) return `${Math.round(value)} ms`;
  if (value < 9950) return `${trim(value / 1000)} s`;
  const seconds = Math.round(value / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An estimate, never finer than it is: 2 s, 40 s, 3 min. */
export function formatEstimate(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 15) return `${seconds} s`;
  if (seconds < 90) return `${Math.round(seconds / 10) * 10} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** Reading and working time of a lesson: 25 min, 1 h, 3 h 30 min. */
export function formatMinutes(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** Hours, minutes and seconds of the reader's clock. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function trim(value: number): string {
  // From a hundred on the decimal says nothing that a reader could use.
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
}
