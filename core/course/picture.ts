/** Pictures that the folder of a lesson may have, by what their names end with. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
};

export const pictureEndings: readonly string[] = Object.keys(MEDIA_TYPES);

/** Bytes; a class loads a lesson at the same minute, over one wire. */
export const PICTURE_BYTES = 1_000_000;

/**
 * The path of what an address in a lesson names in the lesson's own folder ("./pictures/a%20b.png" is
 * "pictures/a b.png"); null when the address leads elsewhere ("/icon.svg", "https://…", "#recap", "../other").
 */
export function pathInLesson(address: string): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|[/#?\\])/i.test(address)) return null;
  const [path = ""] = address.split(/[?#]/, 1);
  const parts = decode(path)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? null : parts.join("/");
}

/**
 * The media type that a file of a lesson's folder is sent as; null for what is never sent: anything but a picture,
 * what is hidden, and labs with their solutions. @param path relative to the folder, with "/"
 */
export function mediaTypeOf(path: string): string | null {
  const parts = path.split("/");
  const isPlain = parts.every((part) => /^[^.\\\0][^\\\0]*$/.test(part));
  if (!isPlain || parts[0] === "labs") return null;
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(MEDIA_TYPES, ending) ? (MEDIA_TYPES[ending] ?? null) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
