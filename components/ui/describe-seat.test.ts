import { describe, expect, it } from "vitest";
import type { SeatStatus } from "../../core/seat/status.ts";
import { english } from "../text/english.ts";
import { describeSeat } from "./describe-seat.ts";

const text = english.seat;
const awake: SeatStatus = {
  state: "awake",
  reason: null,
  remedy: null,
  standIns: false,
  memoryBytes: 1,
  memoryLimitBytes: 10,
  diskBytes: 1,
  diskLimitBytes: 10,
};

describe("the word on the seat chip", () => {
  it("follows the server's state", () => {
    expect(describeSeat(text, awake, null).word).toBe("awake");
    expect(describeSeat(text, { ...awake, state: "asleep" }, null).word).toBe("asleep");
    expect(describeSeat(text, { ...awake, state: "none" }, null).word).toBe("not needed yet");
  });

  it("believes the page's own build before the last poll", () => {
    expect(describeSeat(text, { ...awake, state: "asleep" }, "building").word).toBe("building");
    expect(describeSeat(text, { ...awake, state: "asleep" }, "waking").word).toBe("waking");
  });

  it("says when the disk is full, and that a host is missing before anything else", () => {
    expect(describeSeat(text, { ...awake, diskBytes: 9.8 }, null).word).toBe("full");
    expect(describeSeat(text, { ...awake, state: "unavailable" }, "building").word).toBe("unavailable");
  });
});
