/** One container whose log is followed. Names are the seat's claim. */
export interface LogSource {
  /** Number in this stream, from 0 on. */
  readonly source: number;
  /** 64 hexadecimal digits. */
  readonly container: string;
  /** The service's name and number where compose made it ("api-1"), otherwise the container's name. */
  readonly label: string;
  /** Null for a container that compose did not make. */
  readonly service: string | null;
}

/** One line of a log: no control characters but tabs, cut to a bounded length. */
export interface LogLine {
  readonly source: number;
  /** When the engine took it, RFC 3339 with up to nine digits after the second; sorts as text. Empty when unknown. */
  readonly at: string;
  readonly text: string;
}

/** What the stream of logs of a seat is made of. */
export type SeatLogEvent =
  | ({ readonly type: "source" } & LogSource)
  | { readonly type: "lines"; readonly lines: readonly LogLine[] }
  /** Words of ours about one container: it ended, it prints more than is shown. */
  | { readonly type: "notice"; readonly source: number; readonly text: string }
  /** The last event. `again`: the page may ask anew. */
  | { readonly type: "end"; readonly text: string; readonly again: boolean };

/** Whose logs: of all services of a compose project, or of one container. */
export type LogsOf =
  | { readonly kind: "project"; readonly project: string }
  /** `id`: 64 hexadecimal digits. */
  | { readonly kind: "container"; readonly id: string };
