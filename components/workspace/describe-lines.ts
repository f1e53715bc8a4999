import type { GradeReport } from "../../core/check/result.ts";
import type { LineCost } from "../../core/image/report.ts";
import { carryLines } from "./carry-lines.ts";
import type { RunView } from "./run-view.ts";

export interface LineProblem {
  readonly line: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** What the last build says about the lines of the Dockerfile as it is now. */
export interface DescribedLines {
  readonly costs: readonly LineCost[];
  readonly problems: readonly LineProblem[];
  /** From a line as built to the line now; null when it was changed since. */
  readonly carry: (line: number) => number | null;
  /** From a line now to the line as built. */
  readonly origin: (line: number) => number | null;
}

export function describeLines(build: RunView | null, grade: GradeReport | null, now: string): DescribedLines {
  const built = build?.dockerfile ?? now;
  const carry = carryLines(built, now);
  const origin = carryLines(now, built);
  const at = <Item extends { readonly line: number }>(item: Item): readonly Item[] => {
    const line = carry(item.line);
    return line === null ? [] : [{ ...item, line }];
  };
  const failed = (build?.steps ?? []).flatMap((step): LineProblem[] =>
    step.state === "failed" && step.line !== null
      ? [{ line: step.line, message: step.error ?? "This step failed.", severity: "error" }]
      : [],
  );
  // A check's lines are of the files it was given; with the Dockerfile unchanged since the build they agree.
  const judged =
    built !== now
      ? []
      : (grade?.checks ?? []).flatMap((check): LineProblem[] =>
          check.status === "failed" && check.line !== null && (check.file ?? "Dockerfile") === "Dockerfile"
            ? [{ line: check.line, message: check.hint ?? check.title, severity: "warning" }]
            : [],
        );
  return {
    costs: (build?.report?.lines ?? []).flatMap(at),
    problems: [...failed.flatMap(at), ...judged],
    carry,
    origin,
  };
}
