/**
 * Where the lines of a built Dockerfile stand in the text as it is now: lines before the first and after the
 * last change keep their figures, lines in between are dropped, because nobody knows what they would cost now.
 * Returns the new number of a line (1-based), or null.
 */
export function carryLines(built: string, now: string): (line: number) => number | null {
  if (built === now) return (line) => line;
  const before = built.split("\n");
  const after = now.split("\n");
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail += 1;
  }
  const shift = after.length - before.length;
  return (line) => {
    if (line <= head) return line;
    if (line > before.length - tail) return line + shift;
    return null;
  };
}
