import type { BuildStep } from "../../core/run/build-step.ts";

/**
 * Steps as the Dockerfile has them: preparations first, then by line, then what has no line (the export).
 * BuildKit announces them in the order of its graph, the last one first.
 */
export function sortSteps(steps: readonly BuildStep[]): readonly BuildStep[] {
  const group = (step: BuildStep): number => {
    if (step.name.startsWith("[internal]")) return 0;
    return step.line === null ? 2 : 1;
  };
  return steps.toSorted((a, b) => {
    const groups = group(a) - group(b);
    if (groups !== 0 || group(a) !== 1) return groups;
    return (a.line ?? 0) - (b.line ?? 0);
  });
}
