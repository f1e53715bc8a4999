/** Tests that a stage counted. `skipped` comes with a reason each. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

export interface Stage {
  readonly name: string;
  /** What it may take on two cores; more is printed, not failed. */
  readonly budgetSeconds: number;
  readonly run: (stage: {
    readonly signal: AbortSignal;
    readonly say: (line: string) => void;
  }) => Promise<Counts>;
}

export interface StageResult extends Counts {
  readonly name: string;
  readonly budgetSeconds: number;
  readonly seconds: number;
}

export const passedOne: Counts = { passed: 1, failed: 0, skipped: [] };
export const failedOne: Counts = { passed: 0, failed: 1, skipped: [] };

/** Runs stages one after the other. One that throws has failed; the others run all the same. */
export async function runStages(
  stages: readonly Stage[],
  options: { readonly signal: AbortSignal; readonly say: (area: string, line: string) => void },
): Promise<StageResult[]> {
  const results: StageResult[] = [];
  for (const stage of stages) {
    if (options.signal.aborted) break;
    const say = (line: string) => options.say(stage.name, line);
    say("begins");
    const started = performance.now();
    let counts: Counts;
    try {
      counts = await stage.run({ signal: options.signal, say });
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      counts = failedOne;
    }
    const seconds = (performance.now() - started) / 1000;
    say(`${counts.failed === 0 ? "passed" : "FAILED"} in ${seconds.toFixed(1)} s`);
    results.push({ ...counts, name: stage.name, budgetSeconds: stage.budgetSeconds, seconds });
  }
  return results;
}

/** Table of times against budgets, and the one last line that says it all. */
export function summary(results: readonly StageResult[], interrupted: boolean): string {
  const row = (cells: readonly string[]) =>
    `  ${(cells[0] ?? "").padEnd(16)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join("")}`;
  const total = (pick: (result: StageResult) => number) =>
    results.reduce((sum, result) => sum + pick(result), 0);
  const passed = total((result) => result.passed);
  const failed = total((result) => result.failed) + (interrupted ? 1 : 0);
  const skipped = results.flatMap((result) => result.skipped);
  return [
    "",
    row(["stage", "passed", "failed", "skipped", "seconds", "budget"]),
    ...results.map((result) =>
      row([
        result.name,
        String(result.passed),
        String(result.failed),
        String(result.skipped.length),
        result.seconds.toFixed(1),
        `${result.budgetSeconds}${result.seconds > result.budgetSeconds ? " !" : ""}`,
      ]),
    ),
    row([
      "all",
      String(passed),
      String(failed),
      String(skipped.length),
      total((r) => r.seconds).toFixed(1),
      "",
    ]),
    "",
    ...skipped.map((reason) => `skipped: ${reason}`),
    ...(interrupted ? ["interrupted before the end"] : []),
    `${passed} passed, ${failed} failed${skipped.length === 0 ? "" : `, ${skipped.length} skipped`}`,
  ].join("\n");
}
