import type { Duplex } from "node:stream";
import type { AlignedLayer } from "../../core/image/align-layers.ts";
import { findWaste } from "../../core/image/find-waste.ts";
import { buildMilliseconds, lineCosts } from "../../core/image/line-costs.ts";
import { layerBytes, type LayerFile } from "../../core/image/parse-scan.ts";
import type { ImageReport } from "../../core/image/report.ts";
import type { BuildStep } from "../../core/run/build-step.ts";
import type { Seat } from "../../core/seat/port.ts";
import { healthcheckOf, publicLayer, type ReadImage } from "./read-image.ts";
import { scanLayers } from "./scan-layers.ts";

export type ScannedImageLayer = AlignedLayer & { readonly files: readonly LayerFile[] };

export interface FullReport {
  readonly report: ImageReport;
  /** Every layer with its files; null when the layers could not be looked into. */
  readonly scanned: readonly ScannedImageLayer[] | null;
}

/**
 * Looks into the layers and says what the image weighs and why. Base layers are scanned too: copies of what
 * the base has are found only by knowing the base. Without a scan the engine's sums stand, and no waste is named.
 */
export async function reportImage(
  seat: Seat<Duplex>,
  image: ReadImage,
  steps: readonly BuildStep[],
  signal: AbortSignal,
): Promise<FullReport> {
  const files = await scanLayers(
    seat,
    image.inspect,
    image.layers.map((layer) => layer.index),
    signal,
  );
  const scanned =
    files === null
      ? null
      : image.layers.map((layer): ScannedImageLayer => {
          const found = files.get(layer.index) ?? [];
          return { ...layer, files: found, bytes: layerBytes(found) };
        });
  const layers = (scanned ?? image.layers).map(publicLayer);
  const config = image.inspect.Config;
  const report: ImageReport = {
    id: image.inspect.Id,
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
    user: config?.User ?? "",
    workdir: config?.WorkingDir ?? "",
    entrypoint: config?.Entrypoint ?? [],
    command: config?.Cmd ?? [],
    exposedPorts: config?.ExposedPorts ?? [],
    environment: config?.Env ?? [],
    labels: config?.Labels ?? {},
    healthcheck: healthcheckOf(image.inspect),
    waste: findWaste((scanned ?? []).map((layer) => ({ ...layer, source: layer.source.kind }))),
    lines: lineCosts(steps, layers),
    buildMs: buildMilliseconds(steps),
  };
  return { report, scanned };
}
