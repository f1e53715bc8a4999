import { adviseFiles } from "../../core/advice/advise-files.ts";
import type { TextFile } from "../../core/advice/finding.ts";
import { type KindName, kindOf, type LabCheck } from "../../core/check/lab-check.ts";
import type { CheckResult } from "../../core/check/result.ts";
import { findOutsideReads } from "../../core/compose/find-outside-reads.ts";
import { judgeConfig } from "../../core/compose/judge-config.ts";
import { lineIn, tableOfLines } from "../../core/compose/line-of-key.ts";
import type { ComposeProject } from "../../core/compose/policy-values.ts";
import { blankSyntax } from "../../core/dockerfile/blank-syntax.ts";
import { ignoreFiles } from "../../core/dockerfile/ignore-files.ts";
import { findExcess, parseDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";

/**
 * What is done with a student's bytes in a worker and never in the process that serves: each takes and gives plain
 * data. Bounded in `core` as far as they can be; the worker's limits hold for what was overlooked there.
 */
export const jobs = {
  advise: (files: readonly TextFile[]) => adviseFiles(files),
  readDockerfile: (text: string) => {
    const excess = findExcess(text);
    return excess === null
      ? { excess, syntax: blankSyntax(text), dockerfile: parseDockerfile(text) }
      : { excess, syntax: null, dockerfile: null };
  },
  /** For each path whether .dockerignore leaves it out. */
  findIgnored: ({ ignore, paths }: { readonly ignore: string; readonly paths: readonly string[] }) => {
    const ignored = ignoreFiles(ignore);
    return paths.map(ignored);
  },
  /** Compose's resolved configuration held against the policy, and where its keys stand in the file. */
  judgeProject: (request: {
    readonly printed: string;
    readonly text: string;
    readonly project: ComposeProject;
  }) => {
    const config: unknown = JSON.parse(request.printed);
    const lines = tableOfLines(request.text);
    const lineOf = lineIn(lines);
    const verdict = judgeConfig(config, request.project, lineOf);
    const outside = findOutsideReads(request.text, request.project).map(({ path, reason }) => ({
      key: path.join("."),
      reason,
      line: lineOf(path),
    }));
    return { config, lines, verdict: { ...verdict, violations: [...verdict.violations, ...outside] } };
  },
  /** Judges a check whose facts are what a student wrote. The facts must be of the check's own kind. */
  judge: ([check, facts]: readonly [LabCheck, unknown]) => {
    const judge = kindOf<KindName>(check.kind).judge as (check: LabCheck, facts: unknown) => CheckResult;
    return judge(check, facts);
  },
} as const;

export type JobName = keyof typeof jobs;
export type JobInput<Name extends JobName> = Parameters<(typeof jobs)[Name]>[0];
export type JobOutput<Name extends JobName> = ReturnType<(typeof jobs)[Name]>;
