/** Far more than the files of any courses. */
const KEPT = 1000;
const kept = new Map<string, { readonly text: string; readonly value: unknown }>();

/**
 * What a file's text was parsed to, as long as it stays the same: each page needs every lesson's front matter several
 * times. Whoever gets it must not change it. What throws is not kept.
 * @param file stands for what it is parsed to as well: one file, one kind of value
 */
export function parseOnce<T>(file: string, text: string, parse: () => T): T {
  const known = kept.get(file);
  if (known?.text === text) return known.value as T;
  const value = parse();
  kept.delete(file);
  kept.set(file, { text, value });
  const oldest = kept.keys().next();
  if (kept.size > KEPT && oldest.done !== true) kept.delete(oldest.value);
  return value;
}
