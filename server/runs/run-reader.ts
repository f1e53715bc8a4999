import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { RunSummary } from "../../core/run/run.ts";
import type { Database } from "../db/open-database.ts";
import { eventJson, parseEvent } from "../db/runs/event-store.ts";
import type { EventPiece } from "../db/runs/read-events.ts";
import { readEvents } from "../db/runs/read-events.ts";
import type { RunRow } from "../db/runs/read-runs.ts";
import { findRun, summarize } from "../db/runs/read-runs.ts";
import { tellDropped } from "./dropped-log.ts";
import type { LiveRun } from "./live-run.ts";
import { readLogTail, streamLog, textOf } from "./read-log.ts";
import { StreamCount } from "./stream-count.ts";
import { streamEvents } from "./stream-events.ts";

/** A finished log: text as the programs printed it, without terminal escapes. */
export interface RunLog {
  readonly run: RunSummary;
  readonly text: string;
  /** True when earlier lines were left out (never for the download). */
  readonly truncated: boolean;
}

/** What a student may read of their runs, from the table and from the writers of those that are under way. */
export function createRunReader(db: Database, getLive: (runId: string) => LiveRun | undefined) {
  const streams = new StreamCount();
  const requireRun = async (studentId: string, runId: string) => {
    const row = await findRun(db, studentId, runId);
    if (row !== null) return row;
    throw new AppError("NOT_FOUND", { message: `no run ${runId}`, userMessage: say("runs.none") });
  };
  const isDropped = async (row: RunRow, after: number) =>
    row.state === "finished" && (await readEvents(db, row.id, after, { limit: 1 })).readTo === null;

  return {
    /** Null when there is no such run of this student. */
    getRun: async (studentId: string, runId: string): Promise<RunSummary | null> => {
      const row = await findRun(db, studentId, runId);
      return row === null ? null : summarize(row, getLive(runId));
    },

    /** Events with seq > after, oldest first, at most `limit`. */
    readRunEvents: async (
      studentId: string,
      runId: string,
      after: number,
      limit: number,
    ): Promise<readonly RunEvent[]> => {
      await requireRun(studentId, runId);
      const found: RunEvent[] = [];
      for (let at: number | null = after; at !== null && found.length < limit;) {
        const piece: EventPiece = await readEvents(db, runId, at, { limit: limit - found.length });
        for (const event of piece.events) found.push(parseEvent(event));
        at = piece.readTo;
      }
      return found;
    },

    /** Server-sent events after `after`, then live until the final event. Null when all has been sent already. */
    openRunStream: async (
      studentId: string,
      runId: string,
      after: number,
      signal: AbortSignal,
    ): Promise<ReadableStream<Uint8Array> | null> => {
      // The writer first: a run that ends while its row is read is then still known to be over.
      const live = getLive(runId);
      const row = await requireRun(studentId, runId);
      if (row.state === "finished" && after >= row.lastSeq) return null;
      const dropped = live === undefined && (await isDropped(row, after));
      const onEnd = streams.open(studentId);
      const instead = dropped ? tellDropped(row).map((e) => ({ seq: e.seq, json: eventJson(e) })) : null;
      return streamEvents({ db, runId, live, after, signal, onEnd, instead });
    },

    /** The last `maxBytes` of the log as text, for the page without JavaScript. */
    readRunLog: async (studentId: string, runId: string, maxBytes: number): Promise<RunLog> => {
      const row = await requireRun(studentId, runId);
      const tail = await readLogTail(db, runId, maxBytes);
      const run = summarize(row, getLive(runId));
      if (tail.text !== "" || !(await isDropped(row, 0))) return { run, ...tail };
      return { run, text: textOf(tellDropped(row)), truncated: true };
    },

    /** The whole log, piece by piece. */
    streamRunLog: async (studentId: string, runId: string): Promise<ReadableStream<Uint8Array>> => {
      const row = await requireRun(studentId, runId);
      if (await isDropped(row, 0)) return new Blob([textOf(tellDropped(row))]).stream();
      return streamLog(db, runId);
    },
  };
}
