import type { GradeReport } from "../../../core/check/result.ts";
import type { LineCost } from "../../../core/image/report.ts";
import type { Text } from "../../text/english.ts";
import type { RunView } from "./run-view.ts";

export interface LineProblem {
  readonly line: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** What the last build says about the lines of the Dockerfile as it was built; the editor follows them. */
export interface DescribedLines {
  /** The Dockerfile as it was built; null when nothing was built yet. */
  readonly built: string | null;
  readonly costs: readonly LineCost[];
  readonly problems: readonly LineProblem[];
}

export function describeLines(
  text: Text["runs"],
  build: RunView | null,
  grade: GradeReport | null,
  now: string,
): DescribedLines {
  const built = build?.dockerfile ?? null;
  const failed = (build?.steps ?? []).flatMap((step): LineProblem[] =>
    step.state === "failed" && step.line !== null
      ? [{ line: step.line, message: step.error ?? text.stepFailed, severity: "error" }]
      : [],
  );
  // A check's lines are of the files it was given; with the Dockerfile unchanged since the build they agree.
  const judged =
    built !== null && built !== now
      ? []
      : (grade?.checks ?? []).flatMap((check): LineProblem[] =>
          check.status === "failed" && check.line !== null && (check.file ?? "Dockerfile") === "Dockerfile"
            ? [{ line: check.line, message: check.hint ?? check.title, severity: "warning" }]
            : [],
        );
  return { built, costs: build?.report?.lines ?? [], problems: [...failed, ...judged] };
}
