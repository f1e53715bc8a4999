import type { AttackResult, Check, Diagnosis } from "./attack.ts";

const SIGNS = {
  contained: "ok  ",
  through: "FAIL",
  absent: "none",
  skipped: "skip",
  untried: "????",
  cut: "cut ",
} as const;

export function printCheck(check: Check): string {
  const line = `${check.ok ? "ok  " : "MISS"} ${check.title}: ${check.found}`;
  return check.next === undefined ? line : `${line}\n     next: ${check.next}`;
}

export function printAttack(attack: AttackResult): string {
  const head = `${SIGNS[attack.status]} ${attack.id} (${(attack.durationMs / 1000).toFixed(1)} s) ${attack.title}`;
  return attack.status === "contained"
    ? `${head}\n     ${attack.evidence}${attack.control === "" ? "" : `\n     control: ${attack.control}`}`
    : `${head}\n     expected: ${attack.expects}\n     ${attack.evidence}`;
}

/** The last line: how many of each. */
export function printSum({ attacks }: Diagnosis): string {
  const count = (status: AttackResult["status"]) => attacks.filter((one) => one.status === status).length;
  return (
    `${attacks.length} attacks: ${count("contained")} contained, ${count("through")} got through, ` +
    `${count("absent")} not on this machine, ${count("skipped")} skipped, ${count("untried")} could not be tried, ${count("cut")} not run`
  );
}
