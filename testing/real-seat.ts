import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import type { RunEventBody } from "../core/run/event.ts";
import type { Seat } from "../core/seat/port.ts";
import { readConfig, seatHostDirectory } from "../server/config.ts";
import type { BuildOutcome } from "../server/docker/build-image.ts";

/** For tests: seats of the machine's seat host that belong to this test run alone. */
export async function realConfig() {
  const machine = readConfig();
  const directory = await mkdtemp(path.join(tmpdir(), "drydock-docker-"));
  return {
    config: {
      ...machine,
      DATA_DIR: directory,
      SEAT_HOST_DIR: seatHostDirectory(machine),
      RESERVE_SEATS: 0,
      RESERVE_GRADING_SEATS: 0,
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

/** For tests: the events of one piece of work, and its log as text without colours. */
export function collectEvents() {
  const events: RunEventBody[] = [];
  return {
    events,
    emit: (event: RunEventBody) => void events.push(event),
    log: () =>
      events
        .map((event) => (event.type === "log" ? event.text : ""))
        .join("")
        .replace(/\u001b\[\d+m/g, ""),
  };
}

export type Build = (
  seat: Seat<Duplex>,
  dockerfile: string,
  files?: Record<string, string>,
  more?: { seconds?: number; logBytes?: number; signal?: AbortSignal },
) => Promise<ReturnType<typeof collectEvents> & { outcome: BuildOutcome }>;
