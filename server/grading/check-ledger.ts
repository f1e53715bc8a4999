import { skipped } from "../../core/check/decide.ts";
import type { CheckOf, KindName } from "../../core/check/lab-check.ts";
import type { CheckResult } from "../../core/check/result.ts";
import { AppError } from "../../core/errors.ts";
import type { Lab } from "../../core/lab/schema.ts";
import { say } from "../../core/messages/say.ts";
import type { RunEventBody } from "../../core/run/event.ts";

/** The results of one grading: each check is decided once, told at once, and listed in the lab's order. */
export class CheckLedger {
  readonly #lab: Lab;
  readonly #emit: (event: RunEventBody) => void;
  readonly #results = new Map<string, CheckResult>();

  constructor(lab: Lab, emit: (event: RunEventBody) => void) {
    this.#lab = lab;
    this.#emit = emit;
  }

  of<Kind extends KindName>(kind: Kind): CheckOf<Kind>[] {
    return this.#lab.checks.filter((check): check is CheckOf<Kind> => check.kind === kind);
  }

  decide(result: CheckResult): void {
    if (this.#results.has(result.id)) return;
    this.#results.set(result.id, result);
    this.#emit({ type: "check", result });
  }

  isDecided(id: string): boolean {
    return this.#results.has(id);
  }

  /** Whatever is undecided is skipped for this reason. */
  skipRest(because: string): void {
    for (const check of this.#lab.checks) this.decide(skipped(check, because));
  }

  /** Everything went its way, so nothing may be open. @throws AppError INTERNAL */
  expectAllDecided(): void {
    const open = this.#lab.checks.filter(({ id }) => !this.isDecided(id)).map(({ id }) => id);
    if (open.length === 0) return;
    throw new AppError("INTERNAL", {
      message: `nothing blocked the check, and these were never judged: ${open.join(", ")}`,
      userMessage: say("grading.not-complete"),
    });
  }

  /** Complete only after `skipRest` or when every check was decided. */
  get list(): CheckResult[] {
    return this.#lab.checks.map((check) => this.#results.get(check.id)).filter((one) => one !== undefined);
  }
}
