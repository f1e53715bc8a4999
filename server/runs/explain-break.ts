import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, isAppError } from "../../core/errors.ts";
import type { RunKind } from "../../core/run/event.ts";
import type { SeatHost, SeatState } from "../../core/seat/port.ts";
import { nameOf } from "./end-reason.ts";

/** A seat host that cannot be reached within this time is away. */
const AWAY_MS = 5000;
/** One that can be reached may be slow, or refuse to look at an instance on its way up or down: as long as this. */
const SLOW_MS = 10_000;
/** A seat whose engine has just been killed is still seen running; a moment later it is not. */
const PAUSE_MS = 400;

const again: Readonly<Record<RunKind, string>> = {
  build: "press Build again",
  start: "press Run again",
  check: "press Check again",
};

/**
 * Says what became of a seat that fell silent in the middle of a run: its host is away, or it was thrown away or
 * stopped. Never rejects.
 * @param cause what the run broke off with; given back as it is where the seat is up and only its engine fails
 */
export async function explainBreak(
  host: SeatHost<Duplex>,
  run: { readonly studentId: string; readonly kind: RunKind },
  cause: unknown,
): Promise<unknown> {
  const state = await Promise.race([
    askState(host, run.studentId),
    sleep(SLOW_MS, "away" as const, { ref: false }),
  ]);
  if (state === "awake") return cause;
  return new AppError("SEAT_UNAVAILABLE", {
    message: `the seat is ${state}: ${cause instanceof Error ? cause.message : String(cause)}`,
    userMessage: `${happened(state, nameOf(run.kind))} Your files are safe; ${state === "away" ? `wait a moment, then ${again[run.kind]}` : again[run.kind]}.`,
    cause,
  });
}

/** A refusal says nothing about the seat, but that its host is there; only a host that is silent is given up early. */
async function askState(host: SeatHost<Duplex>, studentId: string): Promise<SeatState | "away"> {
  const begun = Date.now();
  for (let isHeard = false; Date.now() - begun < (isHeard ? SLOW_MS : AWAY_MS);) {
    await sleep(PAUSE_MS, undefined, { ref: false });
    try {
      return (await host.inspectSeat(studentId)).state;
    } catch (error) {
      isHeard ||= !isSilence(error);
    }
  }
  return "away";
}

const isSilence = (error: unknown): boolean =>
  isAppError(error) && typeof error.said === "object" && error.said.say === "seats.host-silent";

function happened(state: Exclude<SeatState, "awake"> | "away", name: string): string {
  switch (state) {
    case "away":
      return `The connection to the machine that runs your seat broke off, so your ${name} did not finish.`;
    case "none":
      return `Your seat was thrown away while your ${name} ran. You get a fresh one.`;
    case "asleep":
    case "waking":
      return `Your seat stopped while your ${name} ran: its Docker engine ended, or somebody put it to sleep. It is started again when you need it.`;
  }
}
