import type { RunEvent } from "../core/run/event.ts";
import type { SiteClient } from "./site-client.ts";
import { followRun, pressButton } from "./site-client.ts";

/** One build in a class, in milliseconds. */
export interface ClassBuild {
  /** The wait that was told first, and how long it then was; null where there was none, or none was told. */
  readonly told: { readonly estimateMs: number; readonly waitedMs: number } | null;
  /** From the seat being there to the image. */
  readonly buildMs: number;
}

/**
 * Presses Build and reads the run to its end, as a page does.
 * @param onBuilt while its report is still being made: the seat is at work
 */
export async function buildAsStudent(
  client: SiteClient,
  labId: string,
  onBuilt: () => void,
): Promise<ClassBuild> {
  const runId = await pressButton(client, labId, "build");
  let queued: (RunEvent & { type: "queued" }) | null = null;
  let [beganAt, readyAt, builtAt] = [NaN, NaN, NaN];
  const final = await followRun(client, runId, (event) => {
    // The server's own times: 30 listeners in one process are not what is measured.
    if (event.type === "queued") queued ??= event;
    else if (event.type === "seat" && Number.isNaN(beganAt)) beganAt = event.at;
    if (event.type === "seat" && event.state === "ready") readyAt = event.at;
    if (event.type === "built") {
      builtAt = event.at;
      onBuilt();
    }
  });
  if (final.outcome !== "passed") throw new Error(`a build of the class: ${final.outcome}: ${final.message}`);
  const first = queued as (RunEvent & { type: "queued" }) | null;
  const estimateMs = first?.estimateMs ?? null;
  return {
    told:
      first === null || estimateMs === null
        ? null
        : { estimateMs, waitedMs: Math.max(0, beganAt - first.at) },
    buildMs: builtAt - readyAt,
  };
}
