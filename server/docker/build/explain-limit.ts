import type { BuildStep } from "../../../core/run/build-step.ts";
import type { SeatLimits } from "../../../core/seat/port.ts";
import { ranOutOfMemory, type MemoryMark } from "../seat-facts.ts";

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
}): string | null {
  const { step, limits } = request;
  const text = `${step.error ?? ""}\n${request.output}`;
  const where = nameStep(step);
  const hitMemory = ranOutOfMemory(request.before, request.after);
  if (request.exitCode === 137 && hitMemory) return memoryMessage(where, limits);
  if (/no space left on device|disk quota exceeded/i.test(text)) {
    return `Your build was stopped: ${where} needed more than the ${size(limits.diskBytes)} of disk that this seat has.`;
  }
  if (
    /can(?:no|')t fork|cannot fork|fork: (?:retry: )?resource temporarily unavailable|can't start new thread/i.test(
      text,
    )
  ) {
    return `Your build was stopped: ${where} needed more than the ${limits.processes} processes and threads that this seat has.`;
  }
  const counted = request.before !== null && request.after !== null;
  return counted && hitMemory && /cannot allocate memory|MemoryError|out of memory/i.test(text)
    ? memoryMessage(where, limits)
    : null;
}

function memoryMessage(where: string, limits: SeatLimits): string {
  return `Your build was stopped: ${where} needed more than the ${size(limits.memoryBytes)} of memory that this seat has.`;
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
