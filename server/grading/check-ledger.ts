import { skipped } from "../../core/check/decide.ts";
import type { CheckResult } from "../../core/check/result.ts";
import type { Lab, LabCheck } from "../../core/lab/schema.ts";
import type { RunEventBody } from "../../core/run/event.ts";

export type CheckOf<Kind extends LabCheck["kind"]> = Extract<LabCheck, { kind: Kind }>;

/** The results of one grading: each check is decided once, told at once, and listed in the lab's order. */
export class CheckLedger {
  private readonly lab: Lab;
  private readonly emit: (event: RunEventBody) => void;
  private readonly results = new Map<string, CheckResult>();

  constructor(lab: Lab, emit: (event: RunEventBody) => void) {
    this.lab = lab;
    this.emit = emit;
  }

  of<Kind extends LabCheck["kind"]>(kind: Kind): CheckOf<Kind>[] {
    return this.lab.checks.filter((check): check is CheckOf<Kind> => check.kind === kind);
  }

  decide(result: CheckResult): void {
    if (this.results.has(result.id)) return;
    this.results.set(result.id, result);
    this.emit({ type: "check", result });
  }

  isDecided(id: string): boolean {
    return this.results.has(id);
  }

  /** Whatever is undecided is skipped for this reason. */
  skipRest(because: string): void {
    for (const check of this.lab.checks) this.decide(skipped(check, because));
  }

  /** Complete only after `skipRest` or when every check was decided. */
  get list(): CheckResult[] {
    return this.lab.checks.map((check) => this.results.get(check.id)).filter((one) => one !== undefined);
  }
}
