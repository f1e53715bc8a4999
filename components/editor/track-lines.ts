/** What became of a line of an earlier text. */
export interface TrackedLine {
  /** 1-based line in the later text; null when the line is gone. */
  readonly line: number | null;
  /** The line, or a line it continues on, reads differently now. */
  readonly changed: boolean;
}

/** Above this many pairs the comparison is left out and changed lines count as gone: no keystroke waits for it. */
const MOST_PAIRS = 250_000;

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** Lines of `before` and `after` that are the same line: the longest common subsequence. */
function sameLines(before: readonly string[], after: readonly string[]): Map<number, number> {
  const same = new Map<number, number>();
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    same.set(start, start);
    start += 1;
  }
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    same.set(before.length - 1 - end, after.length - 1 - end);
    end += 1;
  }
  const rows = before.length - start - end;
  const columns = after.length - start - end;
  if (rows === 0 || columns === 0 || rows * columns > MOST_PAIRS) return same;
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[start + row] === after[start + column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (before[start + row] === after[start + column]) {
      same.set(start + row, start + column);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return same;
}

/**
 * Follows every line of `before` into `after`. A run of changed lines that kept its length is taken line by
 * line; one that grew or shrank keeps its first line only. With `continues`, an instruction that goes on over
 * several lines counts as changed when any of them is.
 * @returns one entry per line of `before`, in its order
 */
export function trackLines(
  before: string,
  after: string,
  continues: (line: string) => boolean = (line) => /\\\s*$/.test(line),
): TrackedLine[] {
  const from = linesOf(before);
  const to = linesOf(after);
  const same = sameLines(from, to);
  const tracked: { line: number | null; changed: boolean }[] = [];
  for (let index = 0; index < from.length;) {
    const target = same.get(index);
    if (target !== undefined) {
      tracked.push({ line: target + 1, changed: false });
      index += 1;
      continue;
    }
    let next = index;
    while (next < from.length && !same.has(next)) next += 1;
    const firstTarget = index === 0 ? 0 : (same.get(index - 1) ?? -1) + 1;
    const lastTarget = next === from.length ? to.length : (same.get(next) ?? to.length);
    const room = lastTarget - firstTarget;
    for (let offset = 0; index + offset < next; offset += 1) {
      const kept = room === next - index || (offset === 0 && room > 0);
      tracked.push({ line: kept ? firstTarget + offset + 1 : null, changed: true });
    }
    index = next;
  }
  for (let index = from.length - 2; index >= 0; index -= 1) {
    const here = tracked[index];
    const below = tracked[index + 1];
    if (here === undefined || below === undefined || here.changed) continue;
    if (!continues(from[index] ?? "")) continue;
    // A line put in between, in mid-instruction, changes it as well.
    const tornApart = here.line !== null && below.line !== here.line + 1;
    if (below.changed || tornApart) here.changed = true;
  }
  return tracked;
}

/** The line of `before` that became this line of `after`; null when the line is new. */
export function originOfLine(tracked: readonly TrackedLine[], line: number): number | null {
  const index = tracked.findIndex((entry) => entry.line === line);
  return index < 0 ? null : index + 1;
}
