import type { RunKind, RunOutcome } from "../../core/run/event.ts";

/** Why a run is ended before it ends by itself: the reason that its AbortController gets. */
export class EndReason extends Error {
  override readonly name = "EndReason";
  readonly outcome: RunOutcome;

  constructor(outcome: RunOutcome, message: string) {
    super(message);
    this.outcome = outcome;
  }
}

const names = { build: "build", start: "container", check: "check" } as const;

/** The run in words: "build", "container", "check". */
export const nameOf = (kind: RunKind): string => names[kind];

export const endReasons = {
  canceled: (kind: RunKind) =>
    new EndReason(
      "canceled",
      kind === "start" ? "You stopped the container." : `You canceled the ${nameOf(kind)}.`,
    ),
  replaced: (by: RunKind) =>
    new EndReason(
      "canceled",
      by === "build"
        ? "The container was stopped, because a new build began."
        : "The container was stopped, because it was started anew.",
    ),
  idle: (minutes: number) =>
    new EndReason(
      "canceled",
      `Nobody looked at the container for ${minutes} minutes, so it was stopped. Press Run to start it again.`,
    ),
  tooLong: (kind: RunKind, seconds: number) =>
    new EndReason(
      "limit",
      `Your ${nameOf(kind)} was stopped: it took longer than the ${seconds} seconds that it may take.`,
    ),
  tooMuchLog: (kind: RunKind, logBytes: number) =>
    new EndReason(
      "limit",
      `Your ${nameOf(kind)} was stopped: it printed more than the ${Math.round(logBytes / 1024 / 1024)} MiB of log that are kept.`,
    ),
  tooManyEvents: (kind: RunKind) =>
    new EndReason(
      "limit",
      `Your ${nameOf(kind)} was stopped: it reported more single events than are kept. Let it print less, or in larger pieces.`,
    ),
  siteStopped: (kind: RunKind) =>
    new EndReason(
      "fault",
      `The site was stopped while your ${nameOf(kind)} ran. Your files are safe; start it again when the site is back.`,
    ),
  siteRestarted: (kind: RunKind) =>
    new EndReason(
      "fault",
      `The site was restarted while your ${nameOf(kind)} ran, so it did not finish. Your files are safe; start it again.`,
    ),
  labGone: (kind: RunKind) =>
    new EndReason(
      "canceled",
      `The exercise of this ${nameOf(kind)} is not part of the course any more, so it was taken out of the queue.`,
    ),
  labBroken: (kind: RunKind) =>
    new EndReason(
      "fault",
      `The exercise of this ${nameOf(kind)} has a mistake of its author's by now, so it was taken out of the queue. Your files are safe; tell your instructor.`,
    ),
  held: (kind: RunKind, reason: string, minutes: number) =>
    new EndReason(
      "fault",
      `Your ${nameOf(kind)} has waited ${minutes} minutes in vain, so it was taken out of the queue. ${reason} Your files are safe; try again later, and tell your instructor if it stays like this.`,
    ),
  databaseLost: (kind: RunKind) =>
    new EndReason(
      "fault",
      `The database was away while your ${nameOf(kind)} ran, so it was stopped. Your saved files are safe; start it again.`,
    ),
} as const;
