import type { SeatExpectation } from "../lab/seat-expectation.ts";

/** One thing that was asked of a seat's state, and what the seat says. */
export interface Finding {
  readonly asked: string;
  readonly found: string;
  readonly ok: boolean;
  /** Told when it is not so. */
  readonly advice: string;
}

/** An expectation of one kind. */
export type Expected<What extends SeatExpectation["what"]> = Extract<SeatExpectation, { what: What }>;
