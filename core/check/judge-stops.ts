import { z } from "zod";
import { jsonWords } from "../dockerfile/lint/shell-commands.ts";
import type { ParsedDockerfile } from "../dockerfile/parse-dockerfile.ts";
import { finalChain } from "../dockerfile/stage-chain.ts";
import { startInstruction } from "../dockerfile/start-instruction.ts";
import { checkKind, checkSchema } from "./check-kind.ts";
import { decide, evidenceOf } from "./decide.ts";
import type { CheckResult, Evidence } from "./result.ts";

export const stopsCheck = checkSchema(
  "stops",
  "The container ends by itself after docker stop, without being killed.",
  {
    withinSeconds: z
      .number()
      .positive()
      .max(9)
      .describe("Budget from docker stop to the end. The engine kills after ten seconds."),
  },
);
export type StopsCheck = z.infer<typeof stopsCheck>;

export interface StopsFacts {
  readonly dockerfile: ParsedDockerfile;
  /** Command line of the container's first process before the stop; null when it was not seen. */
  readonly first: string | null;
  /** From asking to the end, and with what it ended; null when it had ended before it was asked. */
  readonly stopped: { readonly ms: number; readonly exitCode: number } | null;
}

/** 128 and the number of SIGKILL. */
const KILLED = 137;

/** Asked to stop, the first process of the container has to hear it and end. */
export function judgeStops(check: StopsCheck, facts: StopsFacts): CheckResult {
  const start = startOf(facts.dockerfile);
  const line = start?.line ?? null;
  const { first, stopped } = facts;
  const ok = stopped !== null && stopped.exitCode !== KILLED && stopped.ms <= check.withinSeconds * 1000;
  const shell = first !== null && /^\S*\b(?:ba|da|a)?sh(?:\s|$)/.test(first);
  const evidence: Evidence[] = [
    evidenceOf("first process of the container", first ?? "not seen", ok || !shell, line),
  ];
  const asked = `ends by itself within ${check.withinSeconds} s of docker stop`;
  if (stopped === null) {
    evidence.push(evidenceOf(asked, "it had ended before", false));
    return decide(check, evidence, { text: "The container ended before it was asked to.", file: null });
  }
  const how = stopped.exitCode === KILLED ? "killed (exit code 137)" : `exit code ${stopped.exitCode}`;
  evidence.push(evidenceOf(asked, `after ${(stopped.ms / 1000).toFixed(1)} s, ${how}`, ok, line));
  return decide(check, evidence, ok ? null : { text: hintOf(shell, start?.looksJson === true), line });
}

function hintOf(shell: boolean, looksJson: boolean): string {
  if (looksJson) {
    return "The command looks like a list but is no JSON, so Docker hands it to a shell as it stands. JSON wants double quotes and commas.";
  }
  return shell
    ? "The first process is a shell. docker stop speaks to it alone: it passes nothing on to the service, and after ten seconds both are killed."
    : "The first process heard the signal and went on. Let it end on SIGTERM, or start one that does.";
}

function startOf(dockerfile: ParsedDockerfile): { line: number; looksJson: boolean } | null {
  const start = startInstruction(finalChain(dockerfile)?.instructions ?? []);
  if (start === undefined) return null;
  return { line: start.line, looksJson: start.text.trim().startsWith("[") && jsonWords(start.text) === null };
}

export const stops = checkKind({
  schema: stopsCheck,
  phase: "run",
  needsImage: true,
  judge: judgeStops,
  example: `- id: stops
  kind: stops
  title: Ends when it is asked to
  points: 30
  withinSeconds: 9`,
});
