import { Engine } from "../../docker/engine.ts";
import type { Grading } from "../grading.ts";
import { checksIn, judgeChecks } from "../judge-checks.ts";
import type { StudentSeat } from "./read-seat-fact.ts";

/** All looks together; an honest seat needs a tenth of it. */
const LOOK_MS = 30_000;

/**
 * Judges the checks that are about the student's own seat, one after the other, in the words of that seat. What a
 * student can cause (no seat, an engine that lies, is slow or gone) is a finding; a cancel rejects.
 */
export async function gradeSeatState(
  grading: Grading,
  openStudentSeat: (() => Promise<StudentSeat | null>) | undefined,
  lookMs = LOOK_MS,
): Promise<void> {
  const { ledger, emit } = grading;
  if (checksIn("seat", ledger).length === 0) return;
  emit({ type: "phase", title: "Looking at your own seat" });
  const student = (await openStudentSeat?.()) ?? null;
  if (student === null) {
    await judgeChecks("seat", ledger, null);
    return;
  }
  const engine = new Engine(student.seat);
  const late = AbortSignal.timeout(lookMs);
  const signal = AbortSignal.any([grading.signal, late]);
  try {
    await judgeChecks("seat", ledger, { ...student, engine, signal, late, canceled: grading.signal });
  } finally {
    engine.close();
  }
}
