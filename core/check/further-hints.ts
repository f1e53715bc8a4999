import type { LabCheck } from "./lab-check.ts";
import type { CheckResult } from "./result.ts";

/**
 * The result with what the lab tells beside it: nothing at the first failure, whose own finding says what is wrong
 * and on which line, and one hint more at each failure after that. `failures` counts the attempts before this one.
 */
export function withFurtherHints(
  result: CheckResult,
  checks: readonly Pick<LabCheck, "id" | "hints">[],
  failures: ReadonlyMap<string, number>,
): CheckResult {
  if (result.status !== "failed") return result;
  const hints = checks.find((check) => check.id === result.id)?.hints ?? [];
  const furtherHints = hints.slice(0, failures.get(result.id) ?? 0);
  return furtherHints.length === 0 ? result : { ...result, furtherHints };
}
