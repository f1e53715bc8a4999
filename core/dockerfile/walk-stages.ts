import { readAssignments, unquoteValue, variablesIn } from "./assignments.ts";
import { expandVariables } from "./expand-variables.ts";
import type { DockerfileInstruction, ParsedDockerfile, Stage } from "./parse-dockerfile.ts";

/** What holds where an instruction begins. */
export interface StageState {
  /** Variables that ENV and ARG have set: the value, null where it is only known at the build. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Names among them that go into the image: set by ENV. */
  readonly environment: ReadonlySet<string>;
  /** Folder that commands run in: absolute once a WORKDIR was; null where the base decides. */
  readonly workdir: string | null;
  /** Null where the base decides. */
  readonly user: string | null;
}

interface Mutable {
  variables: Map<string, string | null>;
  environment: Set<string>;
  workdir: string | null;
  user: string | null;
}

/**
 * Calls `visit` before each instruction of each stage, in the order of the file, with what holds there. A stage
 * begins with what the one that it continues ended with, but for its ARGs.
 */
export function walkStages(
  dockerfile: ParsedDockerfile,
  visit: (stage: Stage, instruction: DockerfileInstruction, state: StageState) => void,
): void {
  const ends: Mutable[] = [];
  for (const stage of dockerfile.stages) {
    const before = stage.from.stage === null ? undefined : ends[stage.from.stage];
    const state: Mutable = {
      variables: new Map([...(before?.variables ?? [])].filter(([name]) => before?.environment.has(name))),
      environment: new Set(before?.environment),
      workdir: before?.workdir ?? null,
      user: before?.user ?? null,
    };
    for (const instruction of stage.instructions) {
      visit(stage, instruction, state);
      apply(dockerfile, instruction, state);
    }
    ends[stage.index] = state;
  }
}

function apply(dockerfile: ParsedDockerfile, instruction: DockerfileInstruction, state: Mutable): void {
  const { keyword, text, words } = instruction;
  const { escape } = dockerfile;
  if (keyword === "ENV") {
    // All of one line see what was before it.
    const set = readAssignments("ENV", text, escape).map(
      ({ name, written }) => [name, valueOf(written ?? "", state, escape)] as const,
    );
    for (const [name, value] of set) {
      state.variables.set(name, value);
      state.environment.add(name);
    }
  } else if (keyword === "ARG") {
    for (const { name, written } of readAssignments("ARG", text, escape)) {
      if (state.environment.has(name)) continue;
      const given =
        written === null ? (dockerfile.globals.get(name) ?? null) : valueOf(written, state, escape);
      state.variables.set(name, given);
    }
  } else if (keyword === "WORKDIR") {
    const folder = valueOf(text.trim(), state, escape);
    state.workdir = folder === null ? null : joinPath(state.workdir ?? "/", folder);
  } else if (keyword === "USER") state.user = valueOf(words[0] ?? "", state, escape);
}

/** The text with its variables put in; null when one of them is only known at the build. */
export function valueOf(
  written: string,
  state: Pick<StageState, "variables">,
  escape: string,
): string | null {
  const unknown = variablesIn(written, escape).some(
    ({ name, hasOther }) => !hasOther && (state.variables.get(name) ?? null) === null,
  );
  if (unknown) return null;
  const values = new Map(
    [...variablesIn(written, escape)].map(({ name }) => [name, state.variables.get(name) ?? ""]),
  );
  return expandVariables(unquoteValue(written), values, escape);
}

/** A path as it lies in the image, without a slash at its end. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${folder}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
