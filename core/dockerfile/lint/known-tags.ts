/** A version to offer for the bases that courses use most; a suggestion, not a list of what can be had. */
export const knownTags: Readonly<Record<string, string>> = {
  debian: "bookworm-slim",
  postgres: "15",
  python: "3.11-slim",
};
