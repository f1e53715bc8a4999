import type { Duplex } from "node:stream";
import { setImmediate as pause } from "node:timers/promises";
import { type LayerFile, parseScan, SCAN_FORMAT } from "../../core/image/parse-scan.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { ImageInspect } from "./engine-schemas.ts";

/** An image of a course has some ten thousand files; past this the scan is cut and nothing is blamed. */
const MAX_ENTRIES = 300_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const SCAN_TIMEOUT_MS = 60_000;

/** The only shape of a path that an overlay2 layer has; whatever else an engine says is never used as one. */
const LAYER_DIRECTORY = /^\/var\/lib\/docker\/overlay2\/[0-9a-z]{20,70}\/diff$/;

/**
 * Looks into the layers' own directories in the seat: one `find` for all of `indexes`. Returns files by layer
 * index; null when this engine keeps its layers otherwise, or the scan does not end in its bounds.
 */
export async function scanLayers(
  seat: Seat<Duplex>,
  inspect: ImageInspect,
  indexes: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, LayerFile[]> | null> {
  const directories = layerDirectories(inspect);
  if (directories === null) return null;
  const wanted = indexes.map((index) => directories[index]).filter((one) => one !== undefined);
  if (wanted.length !== indexes.length) return null;
  if (wanted.length === 0) return new Map();
  const script = `for d in "$@"; do printf '\\001\\0'; find "$d" -mindepth 1 -printf "$F"; done`;
  const result = await seat.exec(["/bin/sh", "-c", script, "scan", ...wanted], {
    signal,
    timeoutMs: SCAN_TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    environment: { F: SCAN_FORMAT, LC_ALL: "C" },
  });
  if (result.exitCode !== 0 || result.truncated) return null;
  const parts = result.stdout.split("\u0001\0").slice(1);
  if (parts.length !== indexes.length) return null;
  const found = new Map<number, LayerFile[]>();
  let left = MAX_ENTRIES;
  for (const [at, index] of indexes.entries()) {
    const { files } = parseScan(parts[at] ?? "", left);
    left -= files.length;
    found.set(index, files);
    // Others have their turn between two layers.
    await pause();
  }
  return left > 0 ? found : null;
}

/** Directories of the layers, lowest first, as many as there are diff ids; null when anything is odd. */
export function layerDirectories(inspect: ImageInspect): string[] | null {
  const driver = inspect.GraphDriver;
  if (driver?.Name !== "overlay2") return null;
  const lower = driver.Data?.["LowerDir"] ?? "";
  const upper = driver.Data?.["UpperDir"] ?? "";
  const directories = [...(lower === "" ? [] : lower.split(":").reverse()), upper];
  const count = inspect.RootFS?.Layers.length ?? 0;
  return directories.length === count && directories.every((one) => LAYER_DIRECTORY.test(one))
    ? directories
    : null;
}
