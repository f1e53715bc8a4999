import { momentOf } from "./zoned-time.ts";

/** What happens to a score that comes late: one simple rule, by the share that is taken off for each begun day. */
export interface LateRule {
  /** Share of the score, 0 to 1; 0: late is shown and costs nothing, 1: late counts nothing. */
  readonly offPerDay: number;
  /** The least that is left of the score, 0 to 1, up to the closing. */
  readonly atLeast: number;
}

/** The times of a lab in a class. Civil times ("2026-03-29T23:59") are those of the class's zone. */
export interface LabTimes {
  /** From when on it counts; null: always. */
  readonly opens: string | null;
  /** Null: never late, and never closed. */
  readonly due: string | null;
  /** Minutes after the due time that are not yet late. */
  readonly graceMinutes: number;
  /** After it nothing counts; null: what is late goes by the rule for ever. */
  readonly closes: string | null;
  readonly late: LateRule;
}

/** More time for one student, or for all who have a label. */
export interface Extension {
  readonly to: { readonly student: string } | { readonly label: string };
  /** Another due time, in the class's zone. */
  readonly due: string;
}

export interface WhoSubmits {
  readonly student: string;
  readonly labels: readonly string[];
  /** 1.5 is half as much time again, counted from the opening: it moves due and closing. 1 for most. */
  readonly timeFactor: number;
}

export interface Lateness {
  readonly state: "early" | "in time" | "late" | "closed";
  /** For this student, ms since 1970; null: none. */
  readonly due: number | null;
  readonly closes: number | null;
  /** After the due time; 0 when in time, also within the grace. */
  readonly minutesLate: number;
  /** What the score is multiplied by, 0 to 1. */
  readonly factor: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Whether a submission is late, and what that costs.
 * The latest extension that is the student's counts, and never takes time away. It moves the closing by as much as the
 * due time. The time factor then stretches both, counted from the opening; without an opening there is nothing to
 * stretch. A submission at the very moment is in time.
 * @param submittedAt when Check was pressed, ms since 1970
 * @param zone the class's IANA zone
 * @throws RangeError for a time or zone that is none
 */
export function judgeLateness(
  submittedAt: number,
  times: LabTimes,
  who: WhoSubmits,
  extensions: readonly Extension[],
  zone: string,
): Lateness {
  const opens = times.opens === null ? null : momentOf(times.opens, zone);
  const limits = findLimits(times, who, extensions, zone, opens);
  const { due, closes } = limits;
  if (opens !== null && submittedAt < opens) {
    return { ...limits, state: "early", minutesLate: 0, factor: 0 };
  }
  const isClosed = closes !== null && submittedAt > closes;
  const isLate = due !== null && submittedAt > due + times.graceMinutes * MINUTE;
  const late = due === null || !isLate ? 0 : submittedAt - due;
  const minutesLate = Math.ceil(late / MINUTE);
  if (isClosed) return { ...limits, state: "closed", minutesLate, factor: 0 };
  if (!isLate) return { ...limits, state: "in time", minutesLate, factor: 1 };
  const { offPerDay, atLeast } = times.late;
  const left = 1 - Math.ceil(late / DAY) * offPerDay;
  return { ...limits, state: "late", minutesLate, factor: Math.min(1, Math.max(0, atLeast, left)) };
}

function findLimits(
  times: LabTimes,
  who: WhoSubmits,
  extensions: readonly Extension[],
  zone: string,
  opens: number | null,
): { readonly due: number | null; readonly closes: number | null } {
  const closing = times.closes === null ? null : momentOf(times.closes, zone);
  const usual = times.due === null ? null : momentOf(times.due, zone);
  const mine = extensions.filter(({ to }) =>
    "student" in to ? to.student === who.student : who.labels.includes(to.label),
  );
  const due = usual === null ? null : Math.max(usual, ...mine.map((one) => momentOf(one.due, zone)));
  const moved = due === null || usual === null ? 0 : due - usual;
  const factor = Math.max(1, who.timeFactor);
  const stretch = (moment: number) =>
    opens === null ? moment : Math.max(moment, Math.round(opens + (moment - opens) * factor));
  return {
    due: due === null ? null : stretch(due),
    closes: closing === null ? null : stretch(closing + moved),
  };
}
