import { copySources } from "../dockerfile/copy-sources.ts";
import type { DockerfileInstruction, ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { type ChainInstruction, finalChain, makesLayer } from "../dockerfile/stage-chain.ts";
import type { ImageLayer } from "./report.ts";

/** One entry of an image's history as the engine's API gives it, oldest first. It does not say "empty". */
export interface HistoryEntry {
  readonly createdBy: string;
  /** Bytes of the layer; 0 for an entry that only changed the configuration, and for an empty layer. */
  readonly bytes: number;
}

/** A layer and what made it. `made` is null for base layers and where nothing fits. */
export interface AlignedLayer extends ImageLayer {
  readonly made: ChainInstruction | null;
  /** Whence the bytes came: "mixed" when one instruction has several sources (RUN with mounts). */
  readonly source: LayerSource;
}

export type LayerSource =
  | { readonly kind: "base" | "run" | "context" | "unknown" }
  | { readonly kind: "stage"; readonly stages: readonly number[]; readonly run: boolean }
  | { readonly kind: "image"; readonly image: string };

/** History lines can be as long as a heredoc; a report needs only their beginning. */
const CREATED_BY_CHARACTERS = 1000;

/**
 * Brings together the three lists that describe an image from different sides: diff ids, history and the
 * Dockerfile's chain of instructions. `baseLayers` is the number of layers of the FROM image when the engine
 * has it at hand, null when it does not; then the top layers are counted off from the Dockerfile.
 */
export function alignLayers(request: {
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
  readonly baseLayers: number | null;
  readonly dockerfile: ParsedDockerfile;
}): AlignedLayer[] {
  const { diffIds, dockerfile } = request;
  const entries = layerEntries(request.history, diffIds.length);
  const makers = (finalChain(dockerfile)?.instructions ?? []).filter(makesLayer);
  const base = Math.min(request.baseLayers ?? Math.max(0, diffIds.length - makers.length), diffIds.length);
  const made = matchFromTop(entries.slice(base), makers);
  return diffIds.map((diffId, index) => {
    const entry = entries[index];
    const maker = index < base ? null : (made[index - base] ?? null);
    return {
      index,
      diffId,
      bytes: entry?.bytes ?? 0,
      createdBy: (entry?.createdBy ?? "").slice(0, CREATED_BY_CHARACTERS),
      origin: index < base ? "base" : "own",
      line: maker?.line ?? null,
      made: maker,
      source: index < base ? { kind: "base" } : sourceOf(dockerfile, maker),
    };
  });
}

function sourceOf(dockerfile: ParsedDockerfile, maker: ChainInstruction | null): LayerSource {
  if (maker === null) return { kind: "unknown" };
  const sources = copySources(dockerfile, maker.stage, maker);
  const run = maker.keyword === "RUN";
  const stages = sources.flatMap((one) => (one.kind === "stage" ? [one.stage] : []));
  if (stages.length > 0) return { kind: "stage", stages, run };
  if (run || maker.keyword === "WORKDIR") return { kind: "run" };
  const first = sources[0];
  return first?.kind === "image" ? { kind: "image", image: first.image } : { kind: "context" };
}

/** The history entries that stand for layers, as many as there are diff ids, oldest first. */
function layerEntries(history: readonly HistoryEntry[], count: number): readonly (HistoryEntry | null)[] {
  const candidates = history.filter((entry) => entry.bytes > 0 || maybeLayer(entry.createdBy));
  // An empty WORKDIR is a layer for BuildKit and none for the old builder, which made many base images.
  const result = [...candidates];
  for (let at = 0; result.length > count && at < result.length;) {
    const entry = result[at];
    if (entry?.bytes === 0 && keywordOf(entry.createdBy) === "WORKDIR") result.splice(at, 1);
    else at += 1;
  }
  for (let at = 0; result.length > count && at < result.length;) {
    if (result[at]?.bytes === 0) result.splice(at, 1);
    else at += 1;
  }
  if (result.length >= count) return result.slice(result.length - count);
  // A base imported without history: its layers stand below everything that has an entry.
  return [...Array.from({ length: count - result.length }, () => null), ...result];
}

const CONFIGURATION = new Set(
  "CMD ENTRYPOINT ENV LABEL EXPOSE USER HEALTHCHECK VOLUME STOPSIGNAL SHELL ARG MAINTAINER ONBUILD".split(
    " ",
  ),
);

function maybeLayer(createdBy: string): boolean {
  const keyword = keywordOf(createdBy);
  return keyword !== null && !CONFIGURATION.has(keyword);
}

/** "RUN /bin/sh -c x # buildkit", "/bin/sh -c #(nop)  CMD [...]" and "/bin/sh -c x" all have one. */
function keywordOf(createdBy: string): string | null {
  const nop = /#\(nop\)\s+([A-Z]+)/.exec(createdBy)?.[1];
  if (nop !== undefined) return nop;
  const first = /^[A-Z]+(?=\s|$)/.exec(createdBy)?.[0];
  if (first !== undefined) return first;
  return createdBy.trim() === "" ? null : "RUN";
}

/** Walks both lists down from the top, because extra layers (ONBUILD) lie right above the base. */
function matchFromTop(
  entries: readonly (HistoryEntry | null)[],
  makers: readonly ChainInstruction[],
): (ChainInstruction | null)[] {
  const result: (ChainInstruction | null)[] = entries.map(() => null);
  let maker = makers.length - 1;
  for (let at = entries.length - 1; at >= 0 && maker >= 0; at -= 1) {
    const keyword = keywordOf(entries[at]?.createdBy ?? "");
    let found = maker;
    // An instruction without a layer of its own is passed over, but only when more are left than layers.
    while (found >= 0 && !fits(keyword, makers[found]) && found > at) found -= 1;
    const candidate = makers[found];
    if (candidate !== undefined && fits(keyword, candidate)) {
      result[at] = candidate;
      maker = found - 1;
    }
  }
  return result;
}

function fits(keyword: string | null, instruction: DockerfileInstruction | undefined): boolean {
  return instruction !== undefined && (keyword === null || keyword === instruction.keyword);
}
