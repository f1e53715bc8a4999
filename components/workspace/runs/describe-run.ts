import { formatBytes, formatDuration, formatEstimate } from "../../../core/text/format.ts";
import type { Text } from "../../text/english.ts";
import type { RunView } from "./run-view.ts";

export interface RunSentence {
  readonly tone: "quiet" | "busy" | "good" | "careful" | "broken";
  readonly sign: string;
  readonly text: string;
}

/** One sentence on where a run is: shown beside the buttons, and read out when it changes. */
export function describeRun(text: Text["runs"], view: RunView): RunSentence {
  const name = text.names[view.kind];
  if (view.state === "finished") return describeEnd(text, view, name);
  if (view.queue !== null) {
    const { position, estimateMs } = view.queue;
    const estimate = estimateMs === null ? "" : `, ${text.about(formatEstimate(estimateMs))}`;
    return { tone: "busy", sign: "◌", text: text.now(name, `${text.queued(position)}${estimate}`) };
  }
  const busy = (what: string): RunSentence => ({ tone: "busy", sign: "●", text: text.now(name, what) });
  if (view.kind === "start" && view.container?.state === "running") {
    const health = view.beats.at(-1)?.status;
    if (health === undefined || health === "none") return busy(text.containerRuns);
    return busy(`${text.containerRuns}, ${text.health[health]}`);
  }
  if (view.phases.length > 0) return busy(view.phases.at(-1) ?? "");
  if (view.report !== null) return busy(text.finishing);
  if (view.image !== null) return busy(text.imageBuilt(formatBytes(view.image.bytes)));
  if (view.steps.length > 0) {
    const over = view.steps.filter((step) => step.state === "done" || step.state === "cached").length;
    return busy(text.stepsDone(over, view.steps.length));
  }
  if (view.seat === "cloning") return busy(text.cloning);
  if (view.seat === "waking") return busy(text.waking);
  if (view.seat === "ready") return busy(text.sending);
  return busy(text.starting);
}

function describeEnd(text: Text["runs"], view: RunView, name: string): RunSentence {
  const took = view.durationMs === null ? "" : text.after(formatDuration(view.durationMs));
  switch (view.outcome) {
    case "passed": {
      if (view.grade !== null) {
        return { tone: "good", sign: "✓", text: text.passed(took) };
      }
      // It did not fail, but who wanted a service has none: no tick.
      if (view.kind === "start") return { tone: "quiet", sign: "○", text: text.endedItself(took) };
      const size = view.image === null ? "" : text.imageOf(formatBytes(view.image.bytes));
      return { tone: "good", sign: "✓", text: `${text.done(name, took)}${size}` };
    }
    case "failed":
      return { tone: "broken", sign: "✗", text: view.message ?? text.failed(name, took) };
    case "canceled":
      return { tone: "quiet", sign: "○", text: view.message ?? text.canceled(name, took) };
    case "limit":
      return { tone: "careful", sign: "!", text: view.message ?? text.limited(name, took) };
    default:
      return { tone: "broken", sign: "!", text: view.message ?? text.ended(name, took) };
  }
}
