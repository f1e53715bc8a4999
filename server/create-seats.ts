import type { SeatStatus } from "../core/seat/status.ts";
import type { RunManager } from "./runs/run-manager.ts";
import type { SeatKeeper } from "./runs/seat-keeper.ts";
import { seatWords } from "./seat-words.ts";
import type { OpenedTerminals } from "./terminal/open-terminals.ts";

export interface SeatsParts {
  readonly keeper: SeatKeeper;
  readonly runs: RunManager;
  readonly terminals: OpenedTerminals;
}

export type Seats = ReturnType<typeof createSeats>;

/** A student's seat as a whole: it spans runs, terminals and files. */
export function createSeats({ keeper, runs, terminals }: SeatsParts) {
  return {
    getSeatStatus: (studentId: string): Promise<SeatStatus> => keeper.getStatus(studentId),

    /** fresh: thrown away, and a new one is there when this resolves. */
    changeSeat: async (studentId: string, action: "sleep" | "discard" | "fresh"): Promise<SeatStatus> => {
      const host = keeper.getHost();
      await Promise.all([
        runs.endAll(studentId, seatWords[action].runs),
        // What a terminal has just written is saved before the seat goes.
        terminals.mirrors.flush(studentId),
      ]);
      terminals.manager.suspend(studentId, seatWords[action].terminals);
      await (action === "sleep" ? host.sleepSeat(studentId) : host.discardSeat(studentId));
      if (action === "fresh") {
        await host.openSeat(studentId);
        terminals.manager.resume(studentId);
      }
      return keeper.getStatus(studentId);
    },
  };
}
