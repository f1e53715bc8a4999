import type { SeatContainers } from "../../core/seat/containers.ts";
import type { LogsOf } from "../../core/seat/log-events.ts";
import type { SeatLogs } from "./seat-logs.ts";
import type { SeatWatch } from "./seat-watch.ts";

export type Containers = ReturnType<typeof createContainers>;

/** What runs in a student's seat. */
export function createContainers({ watch, logs }: { readonly watch: SeatWatch; readonly logs: SeatLogs }) {
  return {
    /** In the words of the seat's engine; neither wakes the seat nor keeps it awake. */
    listContainers: (studentId: string): Promise<SeatContainers> => watch.list(studentId),

    /**
     * Server-sent events (`SeatLogEvent`) of what containers print, until the signal fires, the seat sleeps, or half an
     * hour is over; neither wakes the seat nor keeps it awake. TOO_MANY beyond what one student may follow.
     */
    followLogs: (studentId: string, of: LogsOf, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> =>
      logs.follow(studentId, of, signal),

    /** CONFLICT when the seat does not run. `containerId`: 64 hexadecimal digits. */
    stopContainer: (studentId: string, containerId: string): Promise<void> =>
      watch.stop(studentId, containerId),
  };
}
