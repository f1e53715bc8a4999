import type { Duplex } from "node:stream";
import type { Seat, SeatHost } from "../../core/seat/port.ts";

const FRESH_MS = 2000;
const MAX_KEPT = 2000;

/** Seats that run, as they were a moment ago: a page of an app is many requests, the seat host is asked once. */
export class RunningSeats {
  readonly #getHost: () => SeatHost<Duplex>;
  readonly #found = new Map<string, { readonly at: number; readonly seat: Promise<Seat<Duplex> | null> }>();

  constructor(getHost: () => SeatHost<Duplex>) {
    this.#getHost = getHost;
  }

  /** Null when the student's seat does not run. Errors: those of the seat host. */
  async find(studentId: string): Promise<Seat<Duplex> | null> {
    const known = this.#found.get(studentId);
    if (known !== undefined && Date.now() - known.at < FRESH_MS) return known.seat;
    if (this.#found.size >= MAX_KEPT) this.#found.clear();
    const seat = this.#getHost().findSeat(studentId);
    this.#found.set(studentId, { at: Date.now(), seat });
    seat.catch(() => this.#found.delete(studentId));
    return seat;
  }
}
