import type { SeatStatus } from "../../core/seat/status.ts";
import type { Text } from "../text/english.ts";
import type { SeatActivity } from "./seat-activity.ts";

export interface SeatWord {
  readonly word: string;
  readonly sign: string;
  readonly tone: "quiet" | "busy" | "good" | "careful" | "broken";
  readonly explanation: string;
}

/** A seat this full fails its next larger build. */
const FULL_SHARE = 0.95;

/** @param drowsyMinutes until the seat goes to sleep, while that is near */
export function describeSeat(
  text: Text["seat"],
  status: SeatStatus,
  activity: SeatActivity,
  drowsyMinutes: number | null = null,
): SeatWord {
  if (status.state === "unavailable") {
    return {
      word: text.words.unavailable,
      sign: "!",
      tone: "broken",
      explanation: text.explanations.unavailable,
    };
  }
  if (activity === "building") {
    return { word: text.words.building, sign: "●", tone: "busy", explanation: text.explanations.building };
  }
  if (status.diskLimitBytes > 0 && status.diskBytes / status.diskLimitBytes > FULL_SHARE) {
    return {
      word: text.words.full,
      sign: "!",
      tone: "careful",
      explanation: text.explanations.full,
    };
  }
  if (status.state === "waking" || activity === "waking") {
    return { word: text.words.waking, sign: "◌", tone: "busy", explanation: text.explanations.waking };
  }
  if (status.state === "awake" && activity === null && drowsyMinutes !== null) {
    return {
      word: text.words.asleepIn(drowsyMinutes),
      sign: "◐",
      tone: "careful",
      explanation: text.explanations.drowsy,
    };
  }
  if (status.state === "awake" || activity === "running") {
    return {
      word: activity === "running" ? text.words.running : text.words.awake,
      sign: "●",
      tone: "good",
      explanation: text.explanations.awake,
    };
  }
  if (status.state === "asleep") {
    return {
      word: text.words.asleep,
      sign: "○",
      tone: "quiet",
      explanation: text.explanations.asleep,
    };
  }
  return {
    word: text.words.none,
    sign: "○",
    tone: "quiet",
    explanation: text.explanations.none,
  };
}
