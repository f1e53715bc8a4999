import type { RunEvent } from "../../../core/run/event.ts";
import { formatDuration } from "../../../core/text/format.ts";
import type { LogChunk } from "./log-buffer.ts";

const ESCAPE = "\u001b";
const colour = (code: number, text: string): string => `${ESCAPE}[${code}m${text}${ESCAPE}[0m`;
/** Real dimming halves the contrast; bright black is the theme's soft ink. */
const soften = (text: string): string => text.replaceAll(`${ESCAPE}[2m`, `${ESCAPE}[90m`);

/**
 * Turns the events of one run into text for the terminal. What the engine printed comes ready in `log`; the
 * phases of a check, notices and the end are added. The first words of a step carry its id, so that a click
 * on the step finds them.
 */
export function createRunPrinter(): (event: RunEvent) => readonly LogChunk[] {
  const begun = new Set<string>();
  let atLineStart = true;
  let lastText = "";

  function line(text: string): readonly LogChunk[] {
    const chunk = { text: `${atLineStart ? "" : "\r\n"}${text}\n`, stepId: null };
    atLineStart = true;
    return [chunk];
  }

  return (event) => {
    switch (event.type) {
      case "log": {
        const first = event.stepId !== null && !begun.has(event.stepId);
        if (event.stepId !== null) begun.add(event.stepId);
        atLineStart = event.text.endsWith("\n");
        lastText = event.text;
        return [{ text: soften(event.text), stepId: first ? event.stepId : null }];
      }
      case "phase":
        return line(`${ESCAPE}[1m── ${event.title} ──${ESCAPE}[0m`);
      case "notice":
        return line(colour(event.level === "warning" ? 33 : 36, event.text));
      case "final": {
        // A failed build says so itself in its last words.
        if (event.message === "" || lastText.includes(event.message)) return [];
        const code = event.outcome === "passed" ? 32 : event.outcome === "canceled" ? 36 : 31;
        return line(`${colour(code, event.message)} ${colour(90, formatDuration(event.durationMs))}`);
      }
      default:
        return [];
    }
  };
}
