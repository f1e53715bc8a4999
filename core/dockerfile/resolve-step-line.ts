import { copySources } from "./copy-sources.ts";
import { type ParsedDockerfile, type Stage } from "./parse-dockerfile.ts";
import { makesLayer } from "./stage-chain.ts";

/** Where in the Dockerfile a step of the build stands. */
export interface StepPlace {
  /** 1-based. */
  readonly line: number | null;
  /** Name of the stage, its number when it has none, null for steps of no stage. */
  readonly stage: string | null;
}

const NOWHERE: StepPlace = { line: null, stage: null };

/**
 * Finds the line for BuildKit's name of a step: "[builder 2/5] RUN pip install ...". The counter decides,
 * not the text, so two equal instructions are told apart: BuildKit counts the FROM of an outside image and
 * then every RUN, COPY, ADD and WORKDIR of the stage, in order.
 */
export function resolveStepLine(dockerfile: ParsedDockerfile, name: string): StepPlace {
  const numbered = /^\[(?:([^\]]*?)\s+)?(\d+)\/(\d+)\]\s+(\S+)/.exec(name);
  if (numbered === null) return resolveInternal(dockerfile, name);
  const [, label = "", position = "", total = "", keyword = ""] = numbered;
  const words = label.trim().split(/\s+/);
  // With several platforms the platform stands before the stage's name.
  const stageName = words.at(-1) ?? "";
  const candidates = stagesOf(dockerfile, stageName);
  for (const stage of candidates) {
    const place = placeInStage(stage, Number(position), Number(total), keyword.toUpperCase());
    if (place !== null) return place;
  }
  return NOWHERE;
}

function stagesOf(dockerfile: ParsedDockerfile, name: string): Stage[] {
  if (name === "") return dockerfile.stages.slice(0, 1);
  const named = dockerfile.stages.filter((stage) => stage.name === name.toLowerCase());
  if (named.length > 0) return named;
  const number = /^stage-(\d+)$/.exec(name)?.[1];
  const stage = number === undefined ? undefined : dockerfile.stages[Number(number)];
  // A single stage loses even its name in BuildKit's label, so an unknown name in a single stage is a platform.
  return stage !== undefined ? [stage] : dockerfile.stages.length === 1 ? [...dockerfile.stages] : [];
}

function placeInStage(stage: Stage, position: number, total: number, keyword: string): StepPlace | null {
  const label = stage.name ?? String(stage.index);
  const steps = stage.instructions.filter(makesLayer);
  const countsFrom = stage.from.stage === null && stage.from.image !== "scratch" ? 1 : 0;
  // Triggers that the base image brought with ONBUILD are counted too: they stand right after FROM.
  const triggers = total - countsFrom - steps.length;
  if (triggers < 0) return null;
  if (position <= countsFrom + triggers) {
    return position > countsFrom || keyword === "FROM" ? { line: stage.from.line, stage: label } : null;
  }
  const step = steps[position - 1 - countsFrom - triggers];
  return step?.keyword === keyword ? { line: step.line, stage: label } : null;
}

/** "[internal] load metadata for docker.io/library/python:3.11-slim" and "FROM docker.io/..." of a COPY --from. */
function resolveInternal(dockerfile: ParsedDockerfile, name: string): StepPlace {
  const image = /^(?:\[internal\] load metadata for|\[[^\]]*\] FROM|FROM) (\S+)/.exec(name)?.[1];
  if (image === undefined) return NOWHERE;
  return placesOf(dockerfile).get(normalizeImage(image)) ?? NOWHERE;
}

/** Asked for by every step of a build, of which an engine may name any number. */
const known = new WeakMap<ParsedDockerfile, ReadonlyMap<string, StepPlace>>();

/** Where each image from outside is named first. */
function placesOf(dockerfile: ParsedDockerfile): ReadonlyMap<string, StepPlace> {
  const before = known.get(dockerfile);
  if (before !== undefined) return before;
  const places = new Map<string, StepPlace>();
  const enter = (image: string, place: StepPlace) => {
    const name = normalizeImage(image);
    if (!places.has(name)) places.set(name, place);
  };
  for (const stage of dockerfile.stages) {
    const label = stage.name ?? String(stage.index);
    if (stage.from.stage === null) enter(stage.from.image, { line: stage.from.line, stage: label });
    for (const instruction of stage.instructions) {
      for (const source of copySources(dockerfile, stage.index, instruction)) {
        if (source.kind === "image") enter(source.image, { line: instruction.line, stage: label });
      }
    }
  }
  known.set(dockerfile, places);
  return places;
}

/** "python" -> "docker.io/library/python:latest", without a digest behind a tag. */
export function normalizeImage(image: string): string {
  const [named = "", digest] = image.split("@", 2);
  const slash = named.indexOf("/");
  const head = slash === -1 ? "" : named.slice(0, slash);
  const hasRegistry = head.includes(".") || head.includes(":") || head === "localhost";
  const registry = hasRegistry ? (head === "index.docker.io" ? "docker.io" : head) : "docker.io";
  let rest = hasRegistry ? named.slice(slash + 1) : named;
  if (registry === "docker.io" && !rest.includes("/")) rest = `library/${rest}`;
  const hasTag = rest.lastIndexOf(":") > rest.lastIndexOf("/");
  if (hasTag) return `${registry}/${rest}`;
  return digest === undefined ? `${registry}/${rest}:latest` : `${registry}/${rest}@${digest}`;
}
