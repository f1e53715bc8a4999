import {
  type CheckOf,
  type FactsOf,
  type KindName,
  kindOf,
  type LabCheck,
} from "../../core/check/lab-check.ts";
import type { CheckResult } from "../../core/check/result.ts";
import { parseApart } from "../parsers/parse-apart.ts";
import type { CheckLedger } from "./check-ledger.ts";
import type { CollectorOf, PartOf } from "./collector.ts";
import { collectors } from "./collectors.ts";

/** Phases in which each check is collected and judged by itself, whatever the others find. */
type PlainPhase = "seat" | "registry" | "file" | "image" | "build";

/** Judges every check of a phase, in the order of `collectors`, and tells each result at once. */
export async function judgeChecks<In extends PlainPhase>(
  phase: In,
  ledger: CheckLedger,
  part: PartOf[In],
): Promise<void> {
  // What a student wrote is read in a thread of its own.
  const readsText = phase === "file" || phase === "build";
  for (const check of checksIn(phase, ledger)) {
    const collect = collectorOf(check) as (check: LabCheck, part: PartOf[In]) => unknown;
    const facts = (await collect(check, part)) as FactsOf<KindName>;
    ledger.decide(readsText ? await parseApart("judge", [check, facts]) : judgeFacts(check, facts));
  }
}

/** The checks of a phase that the lab has, in the order of `collectors`. */
export function checksIn(phase: string, ledger: CheckLedger): LabCheck[] {
  return (Object.keys(collectors) as KindName[])
    .filter((name) => kindOf(name).phase === phase)
    .flatMap((name) => ledger.of(name));
}

/**
 * The collector of a check. The table has one for each kind, with the kind's own types; a caller that handles any of
 * a phase's kinds names the shape that they share.
 */
export const collectorOf = <Check extends LabCheck>({ kind }: Check): CollectorOf<Check["kind"]> =>
  collectors[kind] as CollectorOf<Check["kind"]>;

/** Judges what was collected for a check. The facts must be of the check's own kind. */
export function judgeFacts<Name extends KindName>(check: CheckOf<Name>, facts: FactsOf<Name>): CheckResult {
  const judge = kindOf<KindName>(check.kind).judge as (check: LabCheck, facts: unknown) => CheckResult;
  return judge(check, facts);
}
