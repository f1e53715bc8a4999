import { composeFile } from "./compose/collect-compose.ts";
import type { Grading } from "./grading.ts";

/** Facts of a health check that was never watched. */
export const noHealth = {
  start: { beats: [], reachedAfterMs: null },
  frozen: null,
  recovered: null,
  broken: null,
} as const;

/** Whether compose.yaml speaks of a health check at all, for the hint. */
export function onlyInCompose(grading: Grading): boolean {
  const file = composeFile(grading.files);
  return file !== null && /^[ \t]+healthcheck[ \t]*:/m.test(Buffer.from(file.content).toString("utf8"));
}
