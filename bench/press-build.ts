import type { PreparedLab } from "./prepare-lab.ts";
import { followRun, pressButton } from "./site-client.ts";

/** Milliseconds from pressing Build, as its browser sees them. */
export interface PressedBuild {
  readonly firstByteMs: number;
  readonly builtMs: number;
  readonly reportMs: number;
  readonly finalMs: number;
  /** Line breaks in the log that arrived. */
  readonly lines: number;
}

/** Presses Build and reads the run's events to the end. Throws when it does not pass. */
export async function pressBuild(lab: PreparedLab, labId: string): Promise<PressedBuild> {
  const began = performance.now();
  const since = () => performance.now() - began;
  const runId = await pressButton(lab.client, labId, "build");
  let [firstByteMs, builtMs, reportMs, lines] = [NaN, NaN, NaN, 0];
  const final = await followRun(lab.client, runId, (event) => {
    if (event.type === "log") {
      if (Number.isNaN(firstByteMs)) firstByteMs = since();
      for (let at = event.text.indexOf("\n"); at >= 0; at = event.text.indexOf("\n", at + 1)) lines += 1;
    } else if (event.type === "built") builtMs = since();
    else if (event.type === "report") reportMs = since();
  });
  const finalMs = since();
  if (final.outcome !== "passed") throw new Error(`the build ended: ${final.outcome}: ${final.message}`);
  return { firstByteMs, builtMs, reportMs, finalMs, lines };
}
