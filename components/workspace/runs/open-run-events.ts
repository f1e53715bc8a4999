import type { RunEvent } from "../../../core/run/event.ts";

export interface RunEventHandlers {
  readonly onEvent: (event: RunEvent) => void;
  readonly onConnection: (state: "live" | "lost") => void;
}

/** Waits before a stream that the server refused is asked for again. */
const reopenDelaysMs = [1000, 2000, 4000, 8000, 15_000];

/**
 * Listens to a run from `after` on. EventSource comes back by itself at the last event id; where it gives up
 * (the server answered with an error while it restarted) a new one goes on from the last event seen.
 * Returns how to stop.
 */
export function openRunEvents(runId: string, after: number, handlers: RunEventHandlers): () => void {
  let lastSeq = after;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let refused = 0;
  let closed = false;

  function open(): void {
    source = new EventSource(`/api/runs/${encodeURIComponent(runId)}/events?after=${lastSeq}`);
    source.onopen = () => {
      refused = 0;
      handlers.onConnection("live");
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as RunEvent;
      lastSeq = Math.max(lastSeq, event.seq);
      handlers.onEvent(event);
      if (event.type === "final") close();
    };
    source.onerror = () => {
      if (closed) return;
      handlers.onConnection("lost");
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, reopenDelaysMs[Math.min(refused++, reopenDelaysMs.length - 1)]);
    };
  }

  function close(): void {
    closed = true;
    source?.close();
    if (timer !== null) clearTimeout(timer);
  }

  open();
  return close;
}
