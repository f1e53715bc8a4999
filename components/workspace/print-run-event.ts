import type { BuildStep } from "../../core/run/build-step.ts";
import type { RunEvent } from "../../core/run/event.ts";
import { formatDuration } from "../ui/format.ts";
import type { LogChunk } from "./log-buffer.ts";

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;
/** Bright black is the theme's soft ink; real dimming would halve the contrast. */
const dim = (text: string): string => `\u001b[90m${text}\u001b[0m`;
const colour = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

/**
 * Writes a run down as `docker build --progress=plain` would: each step with its number, what it printed,
 * DONE with its time, CACHED or ERROR. One printer belongs to one run, because it remembers which step spoke
 * last: steps that run at the same time speak in turns.
 */
export function createRunPrinter(): (event: RunEvent) => readonly LogChunk[] {
  const numbers = new Map<string, number>();
  const names = new Map<string, string>();
  const closed = new Set<string>();
  let speaking: string | null = null;
  let atLineStart = true;

  const fresh = (): string => (atLineStart ? "" : "\r\n");
  function line(text: string, stepId: string | null = null): LogChunk {
    const chunk = { text: `${fresh()}${text}\n`, stepId };
    atLineStart = true;
    return chunk;
  }

  function heading(step: string): LogChunk[] {
    if (speaking === step) return [];
    const seen = numbers.has(step);
    if (!seen) numbers.set(step, numbers.size + 1);
    const blank = speaking === null ? "" : "\n";
    speaking = step;
    const title = bold(`#${numbers.get(step) ?? 0} ${names.get(step) ?? ""}`);
    return [line(`${blank}${title}`, seen ? null : step)];
  }

  function printStep(step: BuildStep): readonly LogChunk[] {
    names.set(step.id, step.name);
    if (step.state === "pending" || closed.has(step.id)) return [];
    if (step.state === "running") return heading(step.id);
    closed.add(step.id);
    const number = `#${numbers.get(step.id) ?? numbers.size + 1}`;
    return [...heading(step.id), line(`${dim(number)} ${verdict(step)}`)];
  }

  return (event) => {
    switch (event.type) {
      case "step":
        return printStep(event.step);
      case "log": {
        const before = event.stepId === null ? [] : heading(event.stepId);
        if (event.stepId === null) speaking = null;
        atLineStart = event.text.endsWith("\n");
        return [...before, { text: event.text, stepId: null }];
      }
      case "phase":
        speaking = null;
        return [line(bold(`── ${event.title} ──`))];
      case "notice":
        return [line(colour(event.level === "warning" ? 33 : 36, event.text))];
      case "final": {
        const code = event.outcome === "passed" ? 32 : event.outcome === "canceled" ? 36 : 31;
        speaking = null;
        return [line(`\n${colour(code, event.message)} ${dim(formatDuration(event.durationMs))}`)];
      }
      default:
        return [];
    }
  };
}

function verdict(step: BuildStep): string {
  switch (step.state) {
    case "cached":
      return colour(36, "CACHED");
    case "failed":
      return colour(31, `ERROR: ${step.error ?? "the step failed"}`);
    case "canceled":
      return colour(33, "CANCELED");
    default:
      return dim(`DONE ${formatDuration(step.durationMs ?? 0)}`);
  }
}
