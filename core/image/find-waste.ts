import type { LayerSource } from "./align-layers.ts";
import { classifyPath } from "./classify-path.ts";
import type { LayerFile } from "./parse-scan.ts";
import type { Waste, WasteCause } from "./report.ts";
import { adviseOnWaste } from "./waste-advice.ts";

/** A layer with what a scan found in it. Base layers may come with no files: they are never blamed. */
export interface ScannedLayer {
  readonly index: number;
  readonly origin: "base" | "own";
  readonly line: number | null;
  readonly source: LayerSource["kind"];
  readonly files: readonly LayerFile[];
}

/** Below this a copy is not worth a word, and equal small files are common by chance. */
const DUPLICATE_BYTES = 4096;
/** Less than this per cause and layer is left out of the report. */
const WORTH_NAMING_BYTES = 1024;
const EXAMPLES = 5;

/**
 * Bytes of own layers that need not be in the image, one cause a byte: a cause that its path gives away, else
 * deleted or replaced by a later layer, else a copy of what a lower layer has. Largest first.
 */
export function findWaste(layers: readonly ScannedLayer[]): Waste[] {
  const fate = new LaterLayers(layers);
  const copies = new Copies();
  const found = new Map<string, { layer: ScannedLayer; cause: WasteCause; files: LayerFile[] }>();
  for (const layer of layers) {
    const environments = layer.source === "context" ? environmentRoots(layer.files) : [];
    const seen = new Set<string>();
    for (const file of layer.files) {
      if (file.kind !== "file" || seen.has(file.inode)) continue;
      seen.add(file.inode);
      if (layer.origin === "own") {
        const cause = environments.some((root) => file.path.startsWith(root))
          ? "virtual-environment"
          : causeOf(layer, file, fate, copies);
        if (cause !== null) {
          const key = `${cause} ${layer.index}`;
          const group = found.get(key) ?? { layer, cause, files: [] };
          group.files.push(file);
          found.set(key, group);
        }
      }
      copies.add(layer.index, file);
    }
  }
  return [...found.values()]
    .map(({ layer, cause, files }) => summarize(layer, cause, files))
    .filter((waste) => waste.bytes >= WORTH_NAMING_BYTES)
    .toSorted((one, other) => other.bytes - one.bytes);
}

function causeOf(
  layer: ScannedLayer,
  file: LayerFile,
  later: LaterLayers,
  copies: Copies,
): WasteCause | null {
  const byPath = classifyPath(file.path);
  const isCache =
    byPath === "pip-cache" ||
    byPath === "apt-lists" ||
    byPath === "apt-archives" ||
    byPath === "version-control";
  if (isCache) return byPath;
  const replaced = later.hides(layer.index, file);
  // The copy above is blamed for being a copy; blaming both would count one saving twice.
  if (replaced === "changed") return "overwritten";
  if (file.bytes >= DUPLICATE_BYTES && copies.has(layer.index, file)) return "duplicate";
  return byPath;
}

/** Directories that a `pyvenv.cfg` from the build context marks as somebody's virtual environment. */
function environmentRoots(files: readonly LayerFile[]): string[] {
  return files
    .filter((file) => file.path.endsWith("/pyvenv.cfg"))
    .map((file) => file.path.slice(0, -"pyvenv.cfg".length));
}

/** Knows what the layers above did to a path. */
class LaterLayers {
  readonly #entries = new Map<string, { index: number; file: LayerFile }[]>();

  constructor(layers: readonly ScannedLayer[]) {
    for (const layer of layers) {
      if (layer.origin === "base") continue;
      for (const file of layer.files) {
        const list = this.#entries.get(file.path) ?? [];
        list.push({ index: layer.index, file });
        this.#entries.set(file.path, list);
      }
    }
  }

  /** "same": a later layer holds the very same file again. "changed": it is gone, or another one. */
  hides(index: number, file: LayerFile): "same" | "changed" | null {
    const above = this.#entries.get(file.path)?.find((entry) => entry.index > index);
    if (above !== undefined) return isSame(above.file, file) ? "same" : "changed";
    for (let slash = file.path.lastIndexOf("/"); slash > 0; slash = file.path.lastIndexOf("/", slash - 1)) {
      const parents = this.#entries.get(file.path.slice(0, slash));
      if (parents?.some((entry) => entry.index > index && entry.file.kind !== "directory") === true) {
        return "changed";
      }
    }
    return null;
  }
}

/** Knows the files of the layers below by name, size and time, which a copy keeps. */
class Copies {
  readonly #lowest = new Map<string, number>();

  add(index: number, file: LayerFile): void {
    const key = identity(file);
    if (!this.#lowest.has(key)) this.#lowest.set(key, index);
  }

  has(index: number, file: LayerFile): boolean {
    const lowest = this.#lowest.get(identity(file));
    return lowest !== undefined && lowest < index;
  }
}

function identity(file: LayerFile): string {
  return `${file.bytes} ${file.modified} ${file.path.slice(file.path.lastIndexOf("/") + 1)}`;
}

function isSame(one: LayerFile, other: LayerFile): boolean {
  return one.kind === "file" && one.bytes === other.bytes && one.modified === other.modified;
}

function summarize(layer: ScannedLayer, cause: WasteCause, files: readonly LayerFile[]): Waste {
  return {
    cause,
    layerIndex: layer.index,
    line: layer.line,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files: files.length,
    examples: files
      .toSorted((one, other) => other.bytes - one.bytes)
      .slice(0, EXAMPLES)
      .map((file) => `/${file.path}`.slice(0, 300)),
    advice: adviseOnWaste(
      cause,
      layer.source,
      files.map((file) => file.path),
    ),
  };
}
