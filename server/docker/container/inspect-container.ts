import type { HealthBeat } from "../../../core/run/health-beat.ts";
import type { Engine } from "../engine.ts";
import { type ContainerInspect, containerInspect } from "../engine-schemas.ts";

/** The container's state; null when there is none of that name. */
export async function inspectContainer(
  engine: Engine,
  name: string,
  signal?: AbortSignal,
): Promise<ContainerInspect | null> {
  const request = {
    method: "GET",
    path: `/containers/${encodeURIComponent(name)}/json`,
    ...(signal === undefined ? {} : { signal }),
  } as const;
  const answer = await engine.ask(request);
  return answer.status === 404 ? null : engine.parse(request, answer, containerInspect);
}

/** What a probe printed, as far as a person reads it. */
const OUTPUT_CHARACTERS = 4096;

/** Health probes that were not seen before. `after` is the start of the last one seen. */
export function newBeats(inspect: ContainerInspect, after: number): { beats: HealthBeat[]; last: number } {
  const health = inspect.State.Health;
  if (health === null || health === undefined) return { beats: [], last: after };
  const fresh = health.Log.filter((one) => Number.isFinite(one.Start) && one.Start > after).toSorted(
    (one, other) => one.Start - other.Start,
  );
  const beats = fresh.map((one, index): HealthBeat => {
    const isLast = index === fresh.length - 1;
    return {
      at: one.Start,
      durationMs: Number.isFinite(one.End) ? Math.max(0, one.End - one.Start) : 0,
      exitCode: one.ExitCode,
      output: one.Output.slice(0, OUTPUT_CHARACTERS),
      // The engine tells the status as it is now; earlier probes of the same look get what they imply.
      status: isLast ? health.Status : one.ExitCode === 0 ? "healthy" : "starting",
    };
  });
  return { beats, last: fresh.at(-1)?.Start ?? after };
}

/** Ports that the image or the configuration names: "8000/tcp". */
export function portsOf(inspect: ContainerInspect): number[] {
  return inspect.Config.ExposedPorts.map((port) => Number.parseInt(port, 10)).filter(
    (port) => port > 0 && port < 65_536,
  );
}
