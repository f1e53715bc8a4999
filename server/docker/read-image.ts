import type { ParsedDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";
import { finalChain } from "../../core/dockerfile/stage-chain.ts";
import { type AlignedLayer, alignLayers } from "../../core/image/align-layers.ts";
import type { BuiltImage, HealthcheckConfig, ImageLayer } from "../../core/image/report.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Cut } from "./cut-json.ts";
import type { Engine } from "./engine.ts";
import { imageHistory, type ImageInspect, imageInspect } from "./engine-schemas.ts";

export interface ReadImage {
  readonly inspect: ImageInspect;
  readonly layers: readonly AlignedLayer[];
  /** What is too long to be shown, and was left out. */
  readonly cut: Cut;
}

/** Reads an image's configuration and its layers as the engine counts them: a few milliseconds. */
export async function readImage(
  engine: Engine,
  image: string,
  dockerfile: ParsedDockerfile,
  signal: AbortSignal,
): Promise<ReadImage> {
  let cut: Cut = { texts: 0, items: 0 };
  const count = (more: Cut) => (cut = { texts: cut.texts + more.texts, items: cut.items + more.items });
  const at = (name: string, rest: string) =>
    ({ method: "GET", path: `/images/${encodeImage(name)}/${rest}`, signal, onCut: count }) as const;
  // One after the other on the connection that is there: each takes 2 ms, a further connection 100 ms.
  const inspect = await engine.json(at(image, "json"), imageInspect);
  const history = await engine.json({ ...at(image, "history"), maxBytes: 16 * 1024 * 1024 }, imageHistory);
  const base = await readBase(engine, dockerfile, signal);
  const diffIds = inspect.RootFS?.Layers ?? [];
  const isPrefix = base?.every((diffId, index) => diffIds[index] === diffId) === true;
  const layers = alignLayers({
    diffIds,
    history: history.toReversed().map((entry) => ({ createdBy: entry.CreatedBy, bytes: entry.Size })),
    baseLayers: isPrefix ? base.length : null,
    dockerfile,
  });
  return { inspect, layers, cut };
}

/** Diff ids of the image that the final stage starts from; null when this engine does not keep it by name. */
async function readBase(
  engine: Engine,
  dockerfile: ParsedDockerfile,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const name = finalChain(dockerfile)?.base.image;
  if (name === undefined) return null;
  if (name === "scratch") return [];
  if (!/^[a-zA-Z0-9][\w./:@-]{0,250}$/.test(name)) return null;
  const answer = await engine.ask({ method: "GET", path: `/images/${encodeImage(name)}/json`, signal });
  if (answer.status !== 200) return null;
  const parsed = imageInspect.safeParse(parseJson(answer.body.toString("utf8")));
  return parsed.success ? (parsed.data.RootFS?.Layers ?? null) : null;
}

/** The engine takes slashes in an image's name as they are. */
export function encodeImage(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

export function builtImageOf(image: ReadImage): BuiltImage {
  const layers = image.layers.map(publicLayer);
  return {
    id: image.inspect.Id,
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers,
  };
}

/** Without what only the analysis needs. */
export function publicLayer(layer: AlignedLayer): ImageLayer {
  const { index, diffId, bytes, createdBy, origin, line } = layer;
  return { index, diffId, bytes, createdBy, origin, line };
}

export function healthcheckOf(inspect: ImageInspect): HealthcheckConfig | null {
  const found = inspect.Config?.Healthcheck;
  if (found === null || found === undefined) return null;
  return {
    test: found.Test,
    intervalMs: found.Interval,
    timeoutMs: found.Timeout,
    startPeriodMs: found.StartPeriod,
    retries: found.Retries === undefined || found.Retries === 0 ? null : found.Retries,
  };
}
