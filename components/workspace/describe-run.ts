import { formatBytes, formatDuration, formatEstimate, formatPosition } from "../ui/format.ts";
import type { RunView } from "./run-view.ts";

const names = { build: "Build", start: "Run", check: "Check" } as const;

export interface RunSentence {
  readonly tone: "quiet" | "busy" | "good" | "careful" | "broken";
  readonly sign: string;
  readonly text: string;
}

/** One sentence on where a run is: shown beside the buttons, and read out when it changes. */
export function describeRun(view: RunView): RunSentence {
  const name = names[view.kind];
  if (view.state === "finished") return describeEnd(view, name);
  if (view.queue !== null) {
    const { position, estimateMs } = view.queue;
    const estimate = estimateMs === null ? "" : `, ${formatEstimate(estimateMs)}`;
    return { tone: "busy", sign: "◌", text: `${name}: ${formatPosition(position)}${estimate}` };
  }
  const busy = (text: string): RunSentence => ({ tone: "busy", sign: "●", text: `${name}: ${text}` });
  if (view.kind === "start" && view.container?.state === "running") {
    const health = view.beats.at(-1)?.status;
    if (health === undefined || health === "none") return busy("the container is running");
    return busy(`the container is running, ${health}`);
  }
  if (view.phases.length > 0) return busy(view.phases.at(-1) ?? "");
  if (view.report !== null) return busy("finishing");
  if (view.image !== null)
    return busy(`image of ${formatBytes(view.image.bytes)} built, looking into its layers`);
  if (view.steps.length > 0) {
    const over = view.steps.filter((step) => step.state === "done" || step.state === "cached").length;
    return busy(`${over} of ${view.steps.length} steps done`);
  }
  if (view.seat === "cloning") return busy("getting you a seat, about 2 s");
  if (view.seat === "waking") return busy("waking your seat, about 2 s");
  if (view.seat === "ready") return busy("sending your files");
  return busy("starting");
}

function describeEnd(view: RunView, name: string): RunSentence {
  const took = view.durationMs === null ? "" : ` after ${formatDuration(view.durationMs)}`;
  switch (view.outcome) {
    case "passed": {
      if (view.grade !== null) {
        return { tone: "good", sign: "✓", text: `Check: every check passed${took}` };
      }
      const size = view.image === null ? "" : `, image of ${formatBytes(view.image.bytes)}`;
      return { tone: "good", sign: "✓", text: `${name} done${took}${size}` };
    }
    case "failed":
      return { tone: "broken", sign: "✗", text: view.message ?? `${name} failed${took}` };
    case "canceled":
      return { tone: "quiet", sign: "○", text: view.message ?? `${name} canceled${took}` };
    case "limit":
      return { tone: "careful", sign: "!", text: view.message ?? `${name} was stopped by a limit${took}` };
    default:
      return { tone: "broken", sign: "!", text: view.message ?? `${name} ended${took}` };
  }
}
