/** Bounds of everything that goes through a preview. */
export interface PreviewLimits {
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** One socket, each way by itself. */
  readonly socketBytes: number;
  /** A body or a socket, each way: what comes faster waits where it comes from. */
  readonly bytesPerSecond: number;
  /** What may come at once, after a while in which less came. */
  readonly burstBytes: number;
  /** From the last byte of the request until the app begins to answer. */
  readonly answerMs: number;
  /** Neither side has moved a byte for this long. */
  readonly idleMs: number;
  readonly socketIdleMs: number;
  /** One request or socket, whatever it does. */
  readonly longestMs: number;
  /** At the same time, of one student and in all. */
  readonly perStudent: number;
  readonly inAll: number;
  /** How long the browser may come without a new ticket. */
  readonly cookieMs: number;
}

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

export const previewLimits: PreviewLimits = {
  requestBytes: 64 * MIB,
  responseBytes: 512 * MIB,
  // A page that is told of changes all day stays far below; what moves files has requests for it.
  socketBytes: 256 * MIB,
  bytesPerSecond: 16 * MIB,
  burstBytes: 32 * MIB,
  answerMs: 2 * MINUTE_MS,
  // A stream of events that says nothing for so long is opened again by the browser itself.
  idleMs: 5 * MINUTE_MS,
  socketIdleMs: 15 * MINUTE_MS,
  longestMs: 60 * MINUTE_MS,
  // A browser opens six connections to one host, and as many WebSockets as a page asks for.
  perStudent: 40,
  inAll: 400,
  cookieMs: 4 * 60 * MINUTE_MS,
};
