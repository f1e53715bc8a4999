import type { LintFinding } from "../../advice/finding.ts";
import { allInstructions, type LintContext, rangeOf } from "./lint-context.ts";
import { mountsOf } from "./mounts.ts";

interface Newer {
  readonly instructions: RegExp;
  readonly flag: string;
  readonly isIt: (value: string) => boolean;
  /** The version of docker/dockerfile that has it. */
  readonly since: string;
  readonly what: string;
  /** What an older one does with it. */
  readonly otherwise: string;
}

const FAILS = "an older one refuses the line";
/** What came after the frontend that Debian's engine and many others have built in. */
const newer: readonly Newer[] = [
  {
    instructions: /^COPY$/,
    flag: "parents",
    isIt: () => true,
    since: "1.20",
    what: "COPY --parents",
    otherwise: FAILS,
  },
  {
    instructions: /^(?:COPY|ADD)$/,
    flag: "exclude",
    isIt: () => true,
    since: "1.19",
    what: "--exclude",
    otherwise: FAILS,
  },
  {
    instructions: /^ADD$/,
    flag: "unpack",
    isIt: () => true,
    since: "1.17",
    what: "ADD --unpack",
    otherwise: FAILS,
  },
  {
    instructions: /^RUN$/,
    flag: "device",
    isIt: () => true,
    since: "1.14",
    what: "RUN --device",
    otherwise: FAILS,
  },
  {
    instructions: /^(?:COPY|ADD)$/,
    flag: "chmod",
    isIt: (value) => value !== "" && !/^[0-7$]/.test(value),
    since: "1.14",
    what: "--chmod with letters",
    otherwise: "an older one takes numbers only, and some ignore it silently",
  },
];

/** The first of them that an instruction uses; null when every frontend in use knows it. */
export function newerFeature(instruction: {
  readonly keyword: string;
  readonly flags: readonly { readonly name: string; readonly value: string }[];
}): Pick<Newer, "what" | "since" | "otherwise"> | null {
  for (const one of newer) {
    if (!one.instructions.test(instruction.keyword)) continue;
    if (instruction.flags.some(({ name, value }) => name === one.flag && one.isIt(value))) return one;
  }
  return null;
}

/** Whether a RUN wants a secret in a variable, which came with 1.10. */
const wantsVariable = (mounts: readonly ReadonlyMap<string, string>[]): boolean =>
  mounts.some((mount) => mount.get("type") === "secret" && mount.has("env"));

/** Flags that only a newer Dockerfile frontend knows than many engines have built in. */
export function flagNeedsFrontend(context: LintContext): LintFinding[] {
  return allInstructions(context).flatMap((instruction): LintFinding[] => {
    const found =
      newerFeature(instruction) ??
      (instruction.keyword === "RUN" && wantsVariable(mountsOf(instruction))
        ? { what: "A secret with env=", since: "1.10", otherwise: FAILS }
        : null);
    if (found === null) return [];
    return [
      {
        rule: "flag-needs-frontend",
        hadolint: null,
        severity: "warning",
        range: rangeOf(context, instruction, /--(?:parents|exclude|unpack|device|chmod|mount)\S*/),
        message: `${found.what} needs Dockerfile frontend ${found.since}`,
        why: `The frontend that the engine has built in may be older, and ${found.otherwise}. A line "# syntax=docker/dockerfile:1" at the top fetches the newest, where a registry can be reached; without one, write it in another way.`,
        fix: null,
      },
    ];
  });
}
