import { describe, expect, it } from "vitest";
import type { SeatStatus } from "../../core/seat/status.ts";
import { currentSeat, publishSeat, sightSeat } from "./live-seat.ts";

const asleep = (): SeatStatus => ({
  state: "asleep",
  reason: null,
  remedy: null,
  standIns: false,
  memoryBytes: 1,
  memoryLimitBytes: 2,
  diskBytes: 3,
  diskLimitBytes: 4,
});

describe("what the page says of the seat", () => {
  it("is what a terminal sees, before the next look at the seat host", () => {
    const rendered = asleep();
    expect(currentSeat(rendered).state).toBe("asleep");
    sightSeat("waking");
    expect(currentSeat(rendered)).toEqual({ ...rendered, state: "waking" });
    sightSeat("awake");
    expect(currentSeat(rendered).state).toBe("awake");
    // An answer to a question from before is older than what was seen.
    publishSeat(asleep(), Date.now() - 1000);
    expect(currentSeat(rendered).state).toBe("awake");
    publishSeat(asleep(), Date.now() + 1000);
    expect(currentSeat(rendered).state).toBe("asleep");
  });

  it("is the same object for several parts of the page until something changes", () => {
    sightSeat("awake");
    const [one, other] = [asleep(), asleep()];
    const first = currentSeat(one);
    currentSeat(other);
    expect(currentSeat(one)).toBe(first);
  });
});
