import type { Attack, AttackResult, Control, Diagnosis, Held, Through, Verdict } from "./attack.ts";

/** Evidence is read by people; what an attacked seat says is cut to this. */
const MAX_EVIDENCE = 1000;

/**
 * The verdict on a script that prints a line for each thing it tried: "held: what" when it was refused, "through: what"
 * when it was not; and "works: what" or "broken: what" for each control (see TRY and CALLS in attacks/scripts.ts). A
 * script that tried nothing, or whose controls do not work, has proved nothing, so that it throws.
 */
export function judgeLines(output: string, control: Control = {}): Held | Through {
  const lines = output.split("\n").map((line) => line.trim());
  const all = (sign: string) =>
    lines.flatMap((line) => (line.startsWith(`${sign}: `) ? [line.slice(sign.length + 2)] : []));
  const held = all("held");
  const through = all("through");
  if (held.length + through.length === 0) throw new Error(`the attack said nothing: ${output.slice(-200)}`);
  const claims = {
    ...Object.fromEntries(held.map((what) => [what, true])),
    ...Object.fromEntries(through.map((what) => [`through: ${what}`, false])),
  };
  const controls = {
    ...Object.fromEntries(all("works").map((what) => [what, true])),
    ...Object.fromEntries(all("broken").map((what) => [what, false])),
    ...control,
  };
  return judgeClaims(claims, controls);
}

/**
 * Every claim about the wall must hold; one that does not is a breach. Every control must hold, too; one that does
 * not is no breach, but then nothing has been proved, so that it throws.
 */
export function judgeClaims(claims: Readonly<Record<string, boolean>>, control: Control): Held | Through {
  const [walls, breaches] = split(claims);
  if (walls.length + breaches.length === 0) throw new Error("nothing was claimed");
  const [working, broken] = split(control);
  if (breaches.length > 0) {
    const doubt = broken.length > 0 ? ` (and what should work does not: ${broken.join("; ")})` : "";
    return { contained: false, evidence: `not so: ${breaches.join("; ")}${doubt}` };
  }
  if (broken.length > 0) throw new Error(`the attack proves nothing: ${broken.join("; ")} does not work`);
  if (working.length === 0) throw new Error("the attack proves nothing: it has no control");
  return { contained: true, evidence: walls.join("; "), control: working.join("; ") } as Held;
}

/** What holds, and what does not. */
function split(claims: Readonly<Record<string, boolean>>): readonly [yes: string[], no: string[]] {
  const all = Object.entries(claims);
  const of = (value: boolean) => all.filter(([, holds]) => holds === value).map(([claim]) => claim);
  return [of(true), of(false)];
}

/** What a verdict, or the fault that came in its place, means for the report. */
export function asResult(
  attack: Pick<Attack, "id" | "title" | "from" | "expects">,
  outcome: Verdict | { readonly fault: unknown } | { readonly cut: string },
  durationMs: number,
): AttackResult {
  const { id, title, from, expects } = attack;
  const base = { id, title, from, expects, durationMs: Math.round(durationMs), control: "" };
  if ("absent" in outcome)
    return {
      ...base,
      contained: false,
      status: "absent",
      evidence: `not on this machine: ${tidy(outcome.absent)}`,
    };
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
    control: "control" in outcome ? tidy(outcome.control) : "",
  };
}

/** What comes out of a seat is hostile: no control character of it reaches a terminal. */
function tidy(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, " ").trim();
  return plain.length > MAX_EVIDENCE ? `${plain.slice(0, MAX_EVIDENCE)} ...` : plain;
}

/**
 * 0: everything that was chosen and that this machine has was tried, and held. 1: something got through. 2: something
 * was not tried, whatever kept it from being so, or nothing was.
 */
export function exitCode(diagnosis: Diagnosis): 0 | 1 | 2 {
  const { attacks } = diagnosis;
  if (attacks.some(({ status }) => status === "through")) return 1;
  const ran = attacks.some(({ status }) => status === "contained");
  return ran && attacks.every(({ status }) => status === "contained" || status === "absent") ? 0 : 2;
}
