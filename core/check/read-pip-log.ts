import { normalizePackage } from "./python-packages.ts";

/**
 * What a log of pip says of where the packages came from: `Downloading http://.../numpy-1.24.2-cp311-....whl (20 MB)`
 * against `Using cached numpy-1.24.2-....whl`. Names are normalized and told once. A package's metadata, which newer
 * versions of pip fetch apart, is not the package.
 */
export function readPipLog(log: string): { fetched: string[]; kept: string[] } {
  const fetched = new Set<string>();
  const kept = new Set<string>();
  for (const line of log.split("\n")) {
    const match =
      /(Downloading|Using cached) (?:\S*\/)?([A-Za-z0-9][\w.-]*?)-\d[^\s/]*\.(whl|tar\.gz|zip)(?:\s|#|$)/.exec(
        line.slice(0, 2000),
      );
    if (match?.[2] === undefined) continue;
    (match[1] === "Downloading" ? fetched : kept).add(normalizePackage(match[2]));
  }
  return { fetched: [...fetched], kept: [...kept] };
}
