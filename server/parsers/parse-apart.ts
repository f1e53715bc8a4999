import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { JobInput, JobName, JobOutput } from "./jobs.ts";
import { WorkerPool } from "./worker-pool.ts";

/**
 * Not a URL beside `Worker`: the pages' bundler would take that for a program of the browser's. It follows this name all
 * the same, though no page starts a thread; what the thread begins with is left out of the bundle in next.config.mjs.
 */
const folder = dirname(fileURLToPath(import.meta.url));

const pool = new WorkerPool(
  (resourceLimits) => {
    // No environment and nothing of the process's settings: a thread needs none.
    return new Worker(join(folder, "parser-thread.mjs"), { execArgv: [], env: {}, resourceLimits });
  },
  {
    threads: 2,
    // Honest files take milliseconds; the rest is for a machine with other things to do.
    jobMs: 10_000,
    startMs: 60_000,
    waiting: 200,
    resources: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  },
);

/**
 * Does one of `jobs` in a thread of its own, so that nothing a student writes holds up the process that serves.
 * Errors: AppError TOO_LARGE when it takes too long or too much memory, INTERNAL when it breaks.
 */
export function parseApart<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
): Promise<Awaited<JobOutput<Name>>> {
  return pool.run(name, input) as Promise<Awaited<JobOutput<Name>>>;
}

/** What the threads do just now, in words: empty when nothing is under way. */
export const jobsUnderWay = (): string => pool.underWay().join(", ");
