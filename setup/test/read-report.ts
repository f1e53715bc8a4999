import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Counts } from "./stage.ts";

/** Gives a runner a file for its report, and takes the file away afterwards. */
export async function withReport(run: (report: string) => Promise<Counts>): Promise<Counts> {
  const directory = await mkdtemp(path.join(tmpdir(), "drydock-report-"));
  try {
    return await run(path.join(directory, "report.json"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export const readReport = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(file, "utf8")) as unknown;

/** A runner that says it failed is believed, whatever its report says. */
export function atLeastOneFailure(code: number, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
