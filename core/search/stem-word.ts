/**
 * What a word of a question has to begin with to be meant: "cache" means caching as well, "images" an image. Endings of
 * English, which do no harm to other languages: only longer words lose one, and whole words still count for more.
 */
export function stemWord(word: string): string {
  return /^(.{4,}?)(?:ing|ed|es|s|e)$/.exec(word)?.[1] ?? word;
}
