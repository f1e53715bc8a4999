/** Steps of a machine's trial: each with what was seen, or with what went wrong. */
export interface Steps {
  /** Does one step; its text is the evidence. What needs a step that failed is not tried. */
  step(title: string, work: () => Promise<string>): Promise<boolean>;
  counts(): { readonly passed: number; readonly failed: number };
}

export function startSteps(name: string, report: (line: string) => void, signal: AbortSignal): Steps {
  let passed = 0;
  let failed = 0;
  return {
    counts: () => ({ passed, failed }),
    step: async (title, work) => {
      signal.throwIfAborted();
      const began = performance.now();
      const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
      try {
        const evidence = await work();
        passed += 1;
        report(`${name}  passed  ${title} (${seconds()}): ${evidence}`);
        return true;
      } catch (error) {
        signal.throwIfAborted();
        failed += 1;
        const text = error instanceof Error ? error.message : String(error);
        report(`${name}  FAILED  ${title} (${seconds()}):\n${text.slice(-3000).replaceAll(/^/gm, "    ")}`);
        return false;
      }
    },
  };
}
