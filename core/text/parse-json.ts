/** What a text says in JSON; null for what is no JSON (and for JSON's own null). For words that may come from anybody. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
