import type { Attack, AttackResult, Diagnosis, Verdict } from "./attack.ts";

/** Evidence is read by people; what an attacked seat says is cut to this. */
const MAX_EVIDENCE = 1000;

/**
 * The verdict on a script that prints a line for each thing it tried: "held: what" when it was refused,
 * "through: what" when it was not. A script that says nothing has proved nothing, so that it throws.
 */
export function judgeLines(output: string, mention?: string): Verdict {
  const lines = output.split("\n").map((line) => line.trim());
  const through = lines.filter((line) => line.startsWith("through: "));
  const held = lines.filter((line) => line.startsWith("held: "));
  if (through.length > 0) return { contained: false, evidence: through.join("; ") };
  if (held.length === 0) throw new Error(`the attack said nothing: ${output.slice(-200)}`);
  const evidence = held.map((line) => line.slice("held: ".length)).join("; ");
  return { contained: true, evidence: mention === undefined ? evidence : `${mention}; ${evidence}` };
}

/** Every claim must hold; each is told with its sign. */
export function judgeClaims(claims: Readonly<Record<string, boolean>>): Verdict {
  const all = Object.entries(claims);
  if (all.length === 0) throw new Error("nothing was claimed");
  const failed = all.filter(([, holds]) => !holds).map(([claim]) => claim);
  return failed.length > 0
    ? { contained: false, evidence: `not so: ${failed.join("; ")}` }
    : { contained: true, evidence: all.map(([claim]) => claim).join("; ") };
}

/** What a verdict, or the fault that came in its place, means for the report. */
export function asResult(
  attack: Pick<Attack, "id" | "title" | "from" | "expects">,
  outcome: Verdict | { readonly fault: unknown } | { readonly cut: string },
  durationMs: number,
): AttackResult {
  const { id, title, from, expects } = attack;
  const base = { id, title, from, expects, durationMs: Math.round(durationMs) };
  if ("skipped" in outcome)
    return { ...base, contained: false, status: "skipped", evidence: `skipped, because ${outcome.skipped}` };
  if ("cut" in outcome)
    return {
      ...base,
      contained: false,
      status: "cut",
      evidence: `not run${base.durationMs > 0 ? " to its end" : ""}: ${tidy(outcome.cut)}`,
    };
  if ("fault" in outcome) {
    const { fault } = outcome;
    const text = fault instanceof Error ? fault.message : String(fault);
    return { ...base, contained: false, status: "untried", evidence: `could not be tried: ${tidy(text)}` };
  }
  return {
    ...base,
    contained: outcome.contained,
    status: outcome.contained ? "contained" : "through",
    evidence: tidy(outcome.evidence),
  };
}

/** What comes out of a seat is hostile: no control character of it reaches a terminal. */
function tidy(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, " ").trim();
  return plain.length > MAX_EVIDENCE ? `${plain.slice(0, MAX_EVIDENCE)} ...` : plain;
}

/** 0: all that was tried is contained; 1: something got through; 2: something could not be run. */
export function exitCode(diagnosis: Diagnosis): 0 | 1 | 2 {
  const { attacks } = diagnosis;
  if (attacks.some((attack) => attack.status === "through")) return 1;
  const ran = attacks.some((attack) => attack.status === "contained");
  return ran && attacks.every(({ status }) => status !== "untried" && status !== "cut") ? 0 : 2;
}
