/** Bounds of following logs of a seat. */
export interface LogLimits {
  /** Streams at the same time, of one student and in all. */
  readonly perStudent: number;
  readonly inAll: number;
  /** Containers in one stream: each is a connection into the seat. */
  readonly containers: number;
  /** Containers in one stream one after the other; a service may start again and again. */
  readonly sources: number;
  /** Lines of each container from before. */
  readonly tailLines: number;
  /** What one container may print: at once in the beginning, then each second. */
  readonly burstBytes: number;
  readonly bytesPerSecond: number;
  /** After more than that: how long it is left alone, and with how many lines it goes on. */
  readonly floodPauseMs: number;
  readonly floodTailLines: number;
  readonly sayEveryMs: number;
  /** Logs that were there before are sorted by time together if they come within this. */
  readonly firstGatherMs: number;
  readonly gatherMs: number;
  /** One stream; a page that still looks asks anew. */
  readonly longestMs: number;
  readonly heartbeatMs: number;
}

export const logLimits: LogLimits = {
  perStudent: 3,
  inAll: 300,
  containers: 12,
  sources: 200,
  tailLines: 200,
  burstBytes: 1024 * 1024,
  bytesPerSecond: 128 * 1024,
  floodPauseMs: 2000,
  floodTailLines: 100,
  sayEveryMs: 15_000,
  firstGatherMs: 400,
  gatherMs: 60,
  longestMs: 30 * 60_000,
  heartbeatMs: 15_000,
};
