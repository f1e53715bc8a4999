/** The YAML between the two lines of --- at the beginning of a lesson (it begins on line 2); null without them. */
export function splitFrontMatter(text: string): string | null {
  return /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1] ?? null;
}
