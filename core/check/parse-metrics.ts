/**
 * Sum over all label sets of one metric in the text that Prometheus reads; 0 when the metric is not there
 * (a counter with labels appears with its first count); null when a value is no number.
 */
export function sumMetric(text: string, name: string): number | null {
  let sum = 0;
  for (const line of text.split("\n")) {
    if (!line.startsWith(name)) continue;
    const rest = line.slice(name.length);
    if (!rest.startsWith("{") && !/^\s/.test(rest)) continue;
    const value = /^(?:\{.*\})?\s+(\S+)(?:\s+-?\d+)?\s*$/.exec(rest)?.[1];
    const number = value === undefined ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) return null;
    sum += number;
  }
  return sum;
}
