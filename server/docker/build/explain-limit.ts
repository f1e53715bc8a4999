import type { BuildStep } from "../../../core/run/build-step.ts";
import type { SeatLimits } from "../../../core/seat/port.ts";
import { type MemoryMark, ranOutOfMemory } from "../seat-facts.ts";

export interface HitLimit {
  readonly resource: "memory" | "disk" | "processes";
  readonly message: string;
}

/**
 * Whether a failed step ran into a limit of the seat, in words with step, line and limit; null when the step
 * failed by itself.
 */
export function explainLimit(request: {
  readonly step: BuildStep;
  readonly output: string;
  readonly exitCode: number | null;
  readonly limits: SeatLimits;
  readonly before: MemoryMark | null;
  readonly after: MemoryMark | null;
}): HitLimit | null {
  const { step, limits } = request;
  const text = `${step.error ?? ""}\n${request.output}`;
  const where = nameStep(step);
  const hitMemory = ranOutOfMemory(request.before, request.after, limits.memoryBytes);
  if (request.exitCode === 137 && hitMemory) return memory(where, limits);
  if (/no space left on device|disk quota exceeded/i.test(text)) {
    return hit("disk", where, `${size(limits.diskBytes)} of disk`);
  }
  if (
    /can(?:no|')t fork|cannot fork|fork: (?:retry: )?resource temporarily unavailable|can't start new thread/i.test(
      text,
    )
  ) {
    return hit("processes", where, `${limits.processes} processes and threads`);
  }
  const counted = request.before !== null && request.after !== null;
  return counted && hitMemory && /^Killed$|cannot allocate memory|MemoryError|out of memory/im.test(text)
    ? memory(where, limits)
    : null;
}

function memory(where: string, limits: SeatLimits): HitLimit {
  return hit("memory", where, `${size(limits.memoryBytes)} of memory`);
}

function hit(resource: HitLimit["resource"], where: string, what: string): HitLimit {
  return {
    resource,
    message: `Your build was stopped: ${where} needed more than the ${what} that this seat has.`,
  };
}

/** "step 4 (line 12)"; the number is BuildKit's own within the stage. */
export function nameStep(step: BuildStep | null): string {
  if (step === null) return "it";
  const number = /^\[(?:[^\]]*\s)?\s*(\d+)\/\d+\]/.exec(step.name)?.[1];
  const name = number === undefined ? "a step" : `step ${number}`;
  return step.line === null ? name : `${name} (line ${step.line})`;
}

/** "1.5 GiB", "512 MiB". */
export function size(bytes: number): string {
  const [value, unit] = bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, "GiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${Number(value.toFixed(1))} ${unit}`;
}
