import type { SeatStatus } from "../../core/seat/status.ts";
import type { SeatActivity } from "./seat-activity.ts";

export interface SeatWord {
  readonly word: string;
  readonly sign: string;
  readonly tone: "quiet" | "busy" | "good" | "careful" | "broken";
  readonly explanation: string;
}

/** A seat this full fails its next larger build. */
const fullShare = 0.95;

/** @param drowsyMinutes until the seat goes to sleep, while that is near */
export function describeSeat(
  status: SeatStatus,
  activity: SeatActivity,
  drowsyMinutes: number | null = null,
): SeatWord {
  if (status.state === "unavailable") {
    return {
      word: "unavailable",
      sign: "!",
      tone: "broken",
      explanation: "Reading and editing work; building, running and checking do not.",
    };
  }
  if (activity === "building") {
    return { word: "building", sign: "●", tone: "busy", explanation: "Your seat is working on a build." };
  }
  if (status.diskLimitBytes > 0 && status.diskBytes / status.diskLimitBytes > fullShare) {
    return {
      word: "full",
      sign: "!",
      tone: "careful",
      explanation: "Its disk is full. Throw it away to get a fresh one; your files stay.",
    };
  }
  if (status.state === "waking" || activity === "waking") {
    return { word: "waking", sign: "◌", tone: "busy", explanation: "Waking your seat, about 2 s." };
  }
  if (status.state === "awake" && activity === null && drowsyMinutes !== null) {
    return {
      word: `asleep in ${drowsyMinutes} min`,
      sign: "◐",
      tone: "careful",
      explanation: "Nobody uses it. Any key in a terminal keeps it awake; your files are saved in any case.",
    };
  }
  if (status.state === "awake" || activity === "running") {
    return {
      word: activity === "running" ? "running" : "awake",
      sign: "●",
      tone: "good",
      explanation: "Your own little machine, with a Docker Engine of its own.",
    };
  }
  if (status.state === "asleep") {
    return {
      word: "asleep",
      sign: "○",
      tone: "quiet",
      explanation: "It wakes by itself with your next build, or the next key in a terminal.",
    };
  }
  return {
    word: "not needed yet",
    sign: "○",
    tone: "quiet",
    explanation: "Your first build gets you a machine with a Docker Engine of its own, in about 2 s.",
  };
}
