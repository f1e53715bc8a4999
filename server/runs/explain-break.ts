import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import type { RunKind } from "../../core/run/event.ts";
import type { SeatHost, SeatState } from "../../core/seat/port.ts";
import { nameOf } from "./end-reason.ts";

/** A seat host that says nothing within this time is away. */
const ASK_MS = 5000;
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
    sleep(ASK_MS, "away" as const, { ref: false }),
  ]);
  if (state === "awake") return cause;
  return new AppError("SEAT_UNAVAILABLE", {
    message: `the seat is ${state}: ${cause instanceof Error ? cause.message : String(cause)}`,
    userMessage: `${happened(state, nameOf(run.kind))} Your files are safe; ${state === "away" ? `wait a moment, then ${again[run.kind]}` : again[run.kind]}.`,
    cause,
  });
}

/** On its way up or down an instance cannot be looked at for a moment: such a refusal says nothing. */
async function askState(host: SeatHost<Duplex>, studentId: string): Promise<SeatState | "away"> {
  for (const until = Date.now() + ASK_MS; Date.now() < until;) {
    await sleep(PAUSE_MS, undefined, { ref: false });
    const usage = await host.inspectSeat(studentId).catch(() => null);
    if (usage !== null) return usage.state;
  }
  return "away";
}

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
