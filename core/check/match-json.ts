/**
 * Compares an answer with what it must contain: objects may have more keys than expected, lists must have the
 * same length, numbers may differ by `tolerance`. Returns null when it fits, else the first difference in words.
 */
export function matchJson(expected: unknown, actual: unknown, tolerance: number, path = "$"): string | null {
  if (typeof expected === "number") {
    if (typeof actual !== "number") return `${path} is ${show(actual)}, expected ${expected}`;
    // Written so that NaN never fits.
    return Math.abs(actual - expected) <= tolerance ? null : `${path} is ${actual}, expected ${expected}`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${path} is ${show(actual)}, expected a list`;
    if (actual.length !== expected.length) {
      return `${path} has ${actual.length} entries, expected ${expected.length}`;
    }
    return firstOf(
      expected.map((item, index) => [item, actual[index], `${path}[${index}]`]),
      tolerance,
    );
  }
  if (expected !== null && typeof expected === "object") {
    if (actual === null || typeof actual !== "object" || Array.isArray(actual)) {
      return `${path} is ${show(actual)}, expected an object`;
    }
    const given = new Map<string, unknown>(Object.entries(actual));
    const missing = Object.keys(expected).find((key) => !given.has(key));
    if (missing !== undefined) return `${path}.${missing} is missing`;
    return firstOf(
      Object.entries(expected).map(([key, value]) => [value, given.get(key), `${path}.${key}`]),
      tolerance,
    );
  }
  return expected === actual ? null : `${path} is ${show(actual)}, expected ${show(expected)}`;
}

function firstOf(pairs: readonly [unknown, unknown, string][], tolerance: number): string | null {
  for (const [expected, actual, path] of pairs) {
    const difference = matchJson(expected, actual, tolerance, path);
    if (difference !== null) return difference;
  }
  return null;
}

function show(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
