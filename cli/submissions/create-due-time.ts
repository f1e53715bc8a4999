import { judgeLateness } from "../../core/class/judge-lateness.ts";
import { AppError } from "../../core/errors.ts";
import type { Submission } from "../../core/lab/submission.ts";

/**
 * Tells of a submission whether it was in time: "in time", or "late by 65 min". Judged by when its button was pressed.
 * @param due civil time in `zone`: "2026-12-01T23:59"
 * @param grace minutes after it that are not yet late
 */
export function createDueTime(
  due: string,
  grace: string,
  zone: string,
): (submission: Pick<Submission, "submittedAt" | "student">) => string {
  const graceMinutes = Number(grace);
  const times = { opens: null, due, graceMinutes, closes: null, late: { offPerDay: 0, atLeast: 1 } };
  const judge = (one: Pick<Submission, "submittedAt" | "student">) => {
    const who = { student: one.student, labels: [], timeFactor: 1 };
    const { state, minutesLate } = judgeLateness(one.submittedAt, times, who, [], zone);
    return state === "late" ? `late by ${minutesLate} min` : "in time";
  };
  try {
    if (!Number.isFinite(graceMinutes) || graceMinutes < 0)
      throw new RangeError("--grace is a number of minutes");
    judge({ submittedAt: 0, student: "" });
  } catch (error) {
    throw new AppError("BAD_REQUEST", {
      message: "a due time that is none",
      userMessage: `${error instanceof Error ? error.message : "That is no time"}. Write --due 2026-12-01T23:59 --zone Europe/Berlin, and --grace with minutes.`,
    });
  }
  return judge;
}
