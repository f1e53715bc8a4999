import { z } from "zod";
import type { Work } from "./pick-work.ts";
import { runTool } from "./run-tool.ts";
import { type Counts, failedOne, passedOne, type Stage } from "./stage.ts";

const cruise = z.object({
  summary: z.object({
    totalCruised: z.number(),
    error: z.number(),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string(), severity: z.string() }),
      }),
    ),
  }),
});

const rooms = [
  "app",
  "authoring",
  "bench",
  "cli",
  "components",
  "core",
  "doctor",
  "registry-door",
  "server",
  "setup",
  "testing",
];

const CODE = /\.(tsx?|mts|mjs)$/;

/** Stages that only read the sources, as far as there is work for them. */
export function staticStages(root: string, work: Work): Stage[] {
  const tool =
    (...runs: readonly (readonly string[])[]) =>
    async ({ signal }: { signal: AbortSignal }): Promise<Counts> => {
      let passed = 0;
      for (const [file = "", ...args] of runs)
        if ((await runTool(file, args, { root, signal })).code === 0) passed += 1;
      return { passed, failed: runs.length - passed, skipped: [] };
    };
  const formatted = work.lint ?? ["."];
  const linted = work.lint?.filter((file) => CODE.test(file)) ?? ["."];
  const stages: readonly (Stage & { readonly wanted: boolean })[] = [
    {
      name: "lint",
      budgetSeconds: 120,
      wanted: formatted.length > 0,
      run: tool(
        ...(linted.length > 0 ? [["node_modules/eslint/bin/eslint.js", "--no-warn-ignored", ...linted]] : []),
        ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", ...formatted],
        ...(linted.length > 0 ? [["node_modules/knip/bin/knip.js"]] : []),
      ),
    },
    {
      name: "types",
      budgetSeconds: 60,
      wanted: work.types,
      run: tool(
        ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--noEmit"],
        ["node_modules/typescript/bin/tsc", "-p", "core/tsconfig.json", "--noEmit"],
      ),
    },
    {
      name: "courses",
      budgetSeconds: 20,
      wanted: work.courses,
      run: tool(["--import", "tsx", "cli/course-lint.ts"]),
    },
    {
      name: "arrows",
      budgetSeconds: 20,
      wanted: work.arrows,
      run: async ({ signal, say }) => {
        const file = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
        const args = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...rooms];
        const { stdout } = await runTool(file, args, { root, signal, capture: true });
        const { summary } = cruise.parse(JSON.parse(stdout));
        for (const { from, to, rule } of summary.violations)
          say(`${rule.severity} ${rule.name}: ${from} -> ${to}`);
        say(`${summary.totalCruised} modules cruised`);
        // A cruiser that cannot read the sources finds nothing wrong with them either.
        return summary.error === 0 && summary.totalCruised > 0 ? passedOne : failedOne;
      },
    },
  ];
  return stages.filter(({ wanted }) => wanted);
}
