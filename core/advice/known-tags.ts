/** A version to offer for the images that courses use most; a suggestion, not a list of what can be had. */
export const knownTags: Readonly<Record<string, string>> = {
  debian: "bookworm-slim",
  postgres: "15",
  "prom/prometheus": "v2.42.0",
  python: "3.11-slim",
};

/** Tag of an image name: the part after a colon that is no registry's port; null when it has none. */
export function tagOf(image: string): string | null {
  const colon = image.lastIndexOf(":");
  return colon > image.lastIndexOf("/") ? image.slice(colon + 1) : null;
}
