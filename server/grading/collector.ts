import type { Duplex } from "node:stream";
import type { CheckOf, FactsOf, KindName, LabCheck, PhaseOf } from "../../core/check/lab-check.ts";
import type { RegistryAccess } from "../../core/registry/access.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { AppAddress } from "../docker/app/exchange.ts";
import type { Engine } from "../docker/engine.ts";
import type { ContainerInspect } from "../docker/engine-schemas.ts";
import type { Stack } from "./compose/stack.ts";
import type { StackParts } from "./compose/stack-parts.ts";
import type { ContainerWatch } from "./container-watch.ts";
import type { GradedImage } from "./grade-image.ts";
import type { Grading } from "./grading.ts";
import type { LookingAt } from "./seat/read-seat-fact.ts";

/** What a collector of each phase works with. `seat` is the grading seat. */
export interface PartOf {
  /** The student's own seat, `late` once all looks together took too long; null when they have none. */
  readonly seat: (LookingAt & { readonly canceled: AbortSignal; readonly late: AbortSignal }) | null;
  /** Null when the site has no class registry. */
  readonly registry: (GradingSeat & { readonly access: RegistryAccess }) | null;
  readonly file: GradingSeat;
  readonly image: GradingSeat & { readonly image: GradedImage };
  readonly build: GradingSeat & { readonly engine: Engine; readonly image: GradedImage };
  readonly run: RunPart;
  readonly stack: StackPart;
}

interface GradingSeat {
  readonly seat: Seat<Duplex>;
  readonly grading: Grading;
}

export interface RunPart extends GradingSeat {
  readonly engine: Engine;
  readonly image: GradedImage;
  readonly container: {
    readonly id: string;
    readonly watch: ContainerWatch;
    /** By performance.now(). */
    readonly startedAt: number;
    readonly inspect: ContainerInspect;
  };
  /** Null when nothing answers on the lab's port. */
  readonly address: AppAddress | null;
  /** Why nothing answers, in words. */
  readonly silence: () => Promise<string>;
}

export interface StackPart extends GradingSeat {
  readonly engine: Engine;
  readonly stack: Stack;
  readonly parts: StackParts;
}

type Collect<Name extends KindName, Part> = (
  check: CheckOf<Name>,
  part: Part,
) => Promise<FactsOf<Name>> | FactsOf<Name>;

/** A container goes through these in this order; compose comes up beside `health`. */
export type RunMoment = "up" | "serving" | "health" | "stop";

interface RunCollector<Name extends KindName> {
  readonly when: RunMoment;
  readonly collect: Collect<Name, RunPart>;
  /** What the image alone already says when it does not run; null: nothing, so the check is skipped. */
  readonly withoutRun?: (
    check: CheckOf<Name>,
    part: Pick<RunPart, "grading" | "image">,
  ) => FactsOf<Name> | null;
}

export interface StackFile {
  readonly grading: Grading;
  readonly parts: StackParts;
  /** The project as compose resolved it. */
  readonly config: unknown;
}

/** A kind has `reads`, `tries` or both. With both, only a failure counts of what the file alone says. */
interface StackCollector<Name extends KindName> {
  readonly reads?: (check: CheckOf<Name>, file: StackFile) => FactsOf<Name>;
  readonly tries?: Collect<Name, StackPart>;
  /** Brings compose up by itself, in a lab of which no check needs the whole stack. */
  readonly alone?: Collect<Name, GradingSeat>;
}

/** How the facts of one kind of check are collected: what shape that has depends on the phase. */
export type CollectorOf<Name extends KindName> = {
  seat: Collect<Name, PartOf["seat"]>;
  registry: Collect<Name, PartOf["registry"]>;
  file: Collect<Name, PartOf["file"]>;
  image: Collect<Name, PartOf["image"]>;
  build: Collect<Name, PartOf["build"]>;
  run: RunCollector<Name>;
  stack: StackCollector<Name>;
}[PhaseOf<Name>];

/** The shape that the collectors of a phase share, for whoever goes through all of them. */
export interface AnyRunCollector {
  readonly when: RunMoment;
  readonly collect: (check: LabCheck, part: RunPart) => Promise<AnyFacts> | AnyFacts;
  readonly withoutRun?: (check: LabCheck, part: Pick<RunPart, "grading" | "image">) => AnyFacts | null;
}
export interface AnyStackCollector {
  readonly reads?: (check: LabCheck, file: StackFile) => AnyFacts;
  readonly tries?: (check: LabCheck, part: StackPart) => Promise<AnyFacts> | AnyFacts;
  readonly alone?: (check: LabCheck, part: PartOf["file"]) => Promise<AnyFacts> | AnyFacts;
}
type AnyFacts = FactsOf<KindName>;
