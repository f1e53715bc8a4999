import type { LogsOf, SeatLogEvent } from "../../../core/seat/log-events.ts";

export interface SeatLogHandlers {
  /** The stream begins, for the first time or anew: sources are numbered from 0 again. */
  readonly onBegin: () => void;
  readonly onEvent: (event: SeatLogEvent) => void;
  readonly onLost: () => void;
  /** The server does not take it. */
  readonly onRefused: () => void;
}

/** Listens to logs of the seat. EventSource comes back by itself. Returns how to stop. */
export function openSeatLogs(of: LogsOf, handlers: SeatLogHandlers): () => void {
  const query = of.kind === "project" ? { project: of.project } : { container: of.id };
  const source = new EventSource(`/api/seat/logs?${new URLSearchParams(query).toString()}`);
  source.onopen = () => handlers.onBegin();
  source.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as SeatLogEvent;
    if (event.type === "end" && !event.again) source.close();
    handlers.onEvent(event);
  };
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) handlers.onRefused();
    else handlers.onLost();
  };
  return () => source.close();
}
