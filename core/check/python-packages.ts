import type { FinalFile } from "../image/final-files.ts";

/** A Python distribution that lies in the image. */
export interface InstalledPackage {
  readonly name: string;
  /** Its metadata file, with a leading slash. */
  readonly path: string;
  /** Index of the layer whose bytes these are. */
  readonly layer: number;
}

/** PEP 503: `Prometheus_Client` and `prometheus-client` are one name. */
export function normalizePackage(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Finds distributions by their metadata, wherever they were installed to (venv, --user, --target). */
export function installedPackages(files: ReadonlyMap<string, FinalFile>): InstalledPackage[] {
  const found: InstalledPackage[] = [];
  for (const [path, entry] of files) {
    const match =
      /(?:^|\/)([A-Za-z0-9][\w.]*?)-[^/-]+\.dist-info\/METADATA$/.exec(path) ??
      /(?:^|\/)([A-Za-z0-9][\w.]*?)-[^/]+\.egg-info(?:\/PKG-INFO)?$/.exec(path);
    if (match?.[1] === undefined || entry.file.kind !== "file") continue;
    found.push({ name: normalizePackage(match[1]), path: `/${path}`, layer: entry.contentLayer });
  }
  return found;
}

/** Names of the wheels (`numpy-1.24.2-cp311-....whl`) among the files of one layer. */
export function wheelNames(paths: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const path of paths) {
    const match = /(?:^|\/)([A-Za-z0-9][\w.]*?)-[^/]+\.whl$/.exec(path);
    if (match?.[1] !== undefined) names.add(normalizePackage(match[1]));
  }
  return names;
}
