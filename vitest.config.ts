import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A test waits for what it expects, on a machine that others use too; how quick it is, the bench measures.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "{app,authoring,bench,cli,components,core,doctor,registry-door,server,setup,testing}/**/*.test.{ts,tsx}",
          ],
        },
      },
      {
        extends: true,
        // Against real seats: one at a time, because they share one machine.
        test: {
          name: "real",
          include: ["{authoring,doctor,server,setup,testing}/**/*.real.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        // Three machines in namespaces, by `npm run test:cluster` alone.
        test: {
          name: "cluster",
          include: ["e2e/cluster/*.cluster.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
