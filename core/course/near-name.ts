/**
 * The name that somebody probably meant: the nearest one, when it is near enough (a third of its letters wrong, one
 * at the least); null when none is.
 */
export function nearName(typed: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const name of names) {
    const apart = distance(typed.toLowerCase(), name.toLowerCase());
    if (apart < least && apart <= Math.max(1, Math.floor(name.length / 3))) {
      best = name;
      least = apart;
    }
  }
  return best === typed ? null : best;
}

/** Letters to add, remove, change or swap with their neighbour, until one is the other. */
function distance(one: string, other: string): number {
  // Names of fields and files; nothing longer is worth the time.
  if (one.length > 100 || other.length > 100) return Infinity;
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    const above = rows[i - 1] ?? [];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}
