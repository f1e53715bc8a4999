import type { LayerFile } from "./parse-scan.ts";

/** A file of the finished image, the layer that one sees it from, and the layer whose content it is. */
export interface FinalFile {
  readonly file: LayerFile;
  readonly layerIndex: number;
  /** Lower than `layerIndex` when later layers only changed owner or mode, which copies the same bytes up. */
  readonly contentLayer: number;
}

/** Lays the layers over each other, lowest first, and returns what is left, by path. */
export function finalFiles(
  layers: readonly { readonly index: number; readonly files: readonly LayerFile[] }[],
): Map<string, FinalFile> {
  const result = new Map<string, FinalFile>();
  const hidden: { path: string; below: number }[] = [];
  for (const layer of layers) {
    for (const file of layer.files) {
      if (file.kind === "whiteout") {
        hidden.push({ path: file.path, below: layer.index });
        continue;
      }
      const before = result.get(file.path);
      if (file.kind !== "directory" && before?.file.kind === "directory") {
        hidden.push({ path: file.path, below: layer.index });
      }
      const same = before !== undefined && isSameContent(before.file, file);
      result.set(file.path, {
        file,
        layerIndex: layer.index,
        contentLayer: same ? before.contentLayer : layer.index,
      });
    }
  }
  dropHidden(result, hidden);
  return result;
}

function isSameContent(one: LayerFile, other: LayerFile): boolean {
  return one.kind === other.kind && one.bytes === other.bytes && one.modified === other.modified;
}

/**
 * A whiteout takes the path and everything under it, as far as it lies in lower layers. Each file asks for its own
 * folders: with thousands of whiteouts, asking all files for each takes minutes.
 */
function dropHidden(
  files: Map<string, FinalFile>,
  hidden: readonly { readonly path: string; readonly below: number }[],
): void {
  const highest = new Map<string, number>();
  for (const { path, below } of hidden) highest.set(path, Math.max(below, highest.get(path) ?? 0));
  if (highest.size === 0) return;
  for (const [path, { layerIndex }] of files) {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const below = highest.get(path.slice(0, end));
      if (below === undefined || layerIndex >= below) continue;
      files.delete(path);
      break;
    }
  }
}
