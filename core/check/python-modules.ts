import type { FinalFile } from "../image/final-files.ts";
import { type InstalledPackage, installedPackages, normalizePackage } from "./python-packages.ts";

/** A place in the image from which Python can import a package, and the layer that most of it came with. */
export interface PackagePlace {
  /** Folder that holds it, with a leading slash. */
  readonly folder: string;
  /** Index of the layer whose bytes these are. */
  readonly layer: number;
}

/** What one imports, where that is not the distribution's name with `_`. */
const MODULES: Readonly<Record<string, string>> = {
  attrs: "attr",
  beautifulsoup4: "bs4",
  "opencv-python": "cv2",
  "opencv-python-headless": "cv2",
  pillow: "PIL",
  protobuf: "google/protobuf",
  "python-dateutil": "dateutil",
  "python-multipart": "multipart",
  pyyaml: "yaml",
  "scikit-image": "skimage",
  "scikit-learn": "sklearn",
};

/** @param name normalized */
const moduleOf = (name: string): string => MODULES[name] ?? name.replaceAll("-", "_");

/** `scaler.py`, `scaler.pyc`, `scaler.cpython-311-x86_64-linux-gnu.so`, `scaler.abi3.so`. */
const CODE = /\.(?:py|pyc|so)$/;

/**
 * Where packages lie by what Python imports of them: a folder of code, or one compiled file. What a distribution's label
 * (`*.dist-info`) says counts only where no such code is found, because a label can be copied alone, and the code
 * without one works as well. Files that were compiled in place (`.pyc`) say nothing where their sources are.
 * @returns the places of a package, by its name as it is given
 */
export function placesOfPackages(
  files: ReadonlyMap<string, FinalFile>,
  names: readonly string[],
): Map<string, PackagePlace[]> {
  // Of an image with tens of thousands of files, each is looked at once.
  const labels = installedPackages(files);
  const code = [...files].filter(([path, { file }]) => file.kind === "file" && CODE.test(path));
  return new Map(
    names.map((name) => {
      const wanted = normalizePackage(name);
      return [
        name,
        placesOf(
          code,
          moduleOf(wanted),
          labels.filter((one) => one.name === wanted),
        ),
      ];
    }),
  );
}

function placesOf(
  code: readonly (readonly [string, FinalFile])[],
  module: string,
  labels: readonly InstalledPackage[],
): PackagePlace[] {
  const labelFolders = new Set(labels.map(({ path }) => path.split("/").slice(1, -2).join("/")));
  const found = new Map<string, FinalFile[]>();
  for (const [path, entry] of code) {
    const folder = folderOf(path, module);
    if (folder === null || !isImported(folder, path, labelFolders)) continue;
    const group = found.get(folder);
    if (group === undefined) found.set(folder, [entry]);
    else group.push(entry);
  }
  if (found.size === 0)
    return labels.map(({ path, layer }) => ({ folder: path.slice(0, path.lastIndexOf("/")), layer }));
  return [...found].map(([folder, entries]) => ({ folder: `/${folder}`, layer: mainLayer(entries) }));
}

/** The folder in which the module lies that a file is code of; null for a file of something else. */
function folderOf(path: string, module: string): string | null {
  const whole = `/${path}`;
  const inside = whole.indexOf(`/${module}/`);
  if (inside !== -1) return whole.slice(1, Math.max(1, inside));
  const slash = whole.lastIndexOf("/");
  const [stem] = whole.slice(slash + 1).split(".");
  return stem === module ? whole.slice(1, Math.max(1, slash)) : null;
}

/** Sources of the same name in the app's own folder are no installed package; a compiled file is one wherever it lies. */
const isImported = (folder: string, path: string, labelFolders: ReadonlySet<string>): boolean =>
  /(?:^|\/)(?:site|dist)-packages$/.test(folder) || labelFolders.has(folder) || path.endsWith(".so");

/** The layer that holds most of the bytes. */
function mainLayer(entries: readonly FinalFile[]): number {
  const sources = entries.filter(({ file }) => !file.path.endsWith(".pyc"));
  const bytes = new Map<number, number>();
  for (const { file, contentLayer } of sources.length > 0 ? sources : entries)
    bytes.set(contentLayer, (bytes.get(contentLayer) ?? 0) + file.bytes);
  const [most] = [...bytes].toSorted(
    ([oneLayer, one], [otherLayer, other]) => other - one || otherLayer - oneLayer,
  );
  return most?.[0] ?? 0;
}
