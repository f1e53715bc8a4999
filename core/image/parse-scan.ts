/** One entry of a layer's own directory. */
export interface LayerFile {
  /** Relative to the root of the image, no leading slash. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link" | "whiteout" | "other";
  readonly bytes: number;
  /** Files of one layer with the same number are one file under several names. */
  readonly inode: string;
  readonly uid: number;
  /** Seconds since 1970 with fractions, as text: compared, never calculated with. */
  readonly modified: string;
  /** Any execute bit. */
  readonly executable: boolean;
}

/** What `find` is asked to print for each entry: see `parseScan`. */
export const SCAN_FORMAT = "%y\\t%s\\t%i\\t%U\\t%T@\\t%m\\t%P\\0";

const KINDS: Readonly<Record<string, LayerFile["kind"]>> = {
  f: "file",
  d: "directory",
  l: "link",
  // overlayfs marks a deleted path by a character device 0/0; images hold no other character devices.
  c: "whiteout",
};

/**
 * Reads the output of `find <diff> -mindepth 1 -printf SCAN_FORMAT`. A broken entry is left out and counted,
 * and so is everything past `maxEntries`: the text comes from a machine that somebody else may rule.
 */
export function parseScan(output: string, maxEntries: number): { files: LayerFile[]; dropped: number } {
  const files: LayerFile[] = [];
  let dropped = 0;
  for (let from = 0; from < output.length;) {
    const zero = output.indexOf("\0", from);
    // What follows the last NUL was cut off.
    if (zero === -1) return { files, dropped: dropped + 1 };
    const file = files.length < maxEntries ? parseEntry(output.slice(from, zero)) : null;
    if (file === null) dropped += 1;
    else files.push(file);
    from = zero + 1;
  }
  return { files, dropped };
}

function parseEntry(entry: string): LayerFile | null {
  const match = /^([a-zA-Z])\t(\d{1,15})\t(\d{1,20})\t(\d{1,10})\t(-?[\d.]{1,40})\t([0-7]{1,6})\t(.+)$/s.exec(
    entry,
  );
  if (match === null) return null;
  const [, kind = "", size = "", inode = "", uid = "", modified = "", mode = "", path = ""] = match;
  if (path.length > 4096) return null;
  return {
    path,
    kind: KINDS[kind] ?? "other",
    bytes: Number(size),
    inode,
    uid: Number(uid),
    modified,
    executable: (Number.parseInt(mode, 8) & 0o111) !== 0,
  };
}

/** The bytes of a layer by Drydock's one definition: regular files, hard links once, whiteouts nothing. */
export function layerBytes(files: readonly LayerFile[]): number {
  const seen = new Set<string>();
  let bytes = 0;
  for (const file of files) {
    if (file.kind !== "file" || seen.has(file.inode)) continue;
    seen.add(file.inode);
    bytes += file.bytes;
  }
  return bytes;
}
