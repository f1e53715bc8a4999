import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { needsBuild } from "../../core/check/lab-check.ts";
import type { GradeReport } from "../../core/check/result.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { type GradeRequest, gradeWorkspace } from "../../server/tools.ts";

export interface AnswerRequest extends Omit<GradeRequest, "openStudentSeat" | "openRegistry"> {
  /** What the student types, as a script for bash; null: nothing. */
  readonly steps: string | null;
  /** Name of the lab's folder in a seat. */
  readonly folder: string;
}

const OUTPUT_BYTES = 256 * 1024;
const LOG_CHARACTERS = 4000;

/**
 * Grades files, and the state that steps leave in a seat. The steps are done in a seat of their own, which stands
 * for the student's and is thrown away. Steps that fail are a blocking finding: they would prove nothing.
 */
export async function gradeAnswer(request: AnswerRequest): Promise<GradeReport> {
  const { host, lab, files, steps, signal, emit } = request;
  if (lab.checks.length > 0 && lab.checks.every(needsBuild)) return gradeWorkspace(request);
  const begun = performance.now();
  emit({ type: "phase", title: "Preparing a seat that stands for the student's" });
  const standIn = lab.checks.some(({ kind }) => kind === "pushed")
    ? await openNamedSeat(host, signal)
    : await openNamelessSeat(host, signal);
  const { seat, openRegistry } = standIn;
  try {
    const folder = `/workspace/${request.folder}`;
    await seat.putFiles(folder, files, signal);
    const failed = steps === null ? null : await doSteps(seat, folder, steps, request);
    signal.throwIfAborted();
    if (failed === null) {
      const openStudentSeat = () => Promise.resolve({ seat, folder });
      return await gradeWorkspace({ ...request, openStudentSeat, openRegistry });
    }
    const maxScore = lab.checks.reduce((sum, { points }) => sum + points, 0);
    const durationMs = Math.round(performance.now() - begun);
    const nothing = { score: 0, maxScore, checks: [], image: null, run: null };
    return { lab: request.labId, ...nothing, blocking: failed, durationMs };
  } finally {
    await standIn.discard();
  }
}

interface StandIn {
  readonly seat: Seat<Duplex>;
  readonly openRegistry: NonNullable<GradeRequest["openRegistry"]>;
  /** Never throws. */
  discard(): Promise<void>;
}

async function openNamelessSeat(host: SeatHost<Duplex>, signal: AbortSignal): Promise<StandIn> {
  const seat = await host.takeGradingSeat({ signal });
  return { seat, openRegistry: () => Promise.resolve(null), discard: () => seat.discard() };
}

/** Of a student who exists for this one answer: only a student has a name in the class registry. */
async function openNamedSeat(host: SeatHost<Duplex>, signal: AbortSignal): Promise<StandIn> {
  const studentId = `proof-${randomBytes(6).toString("hex")}`;
  const seat = await host.openSeat(studentId, { signal });
  return {
    seat,
    openRegistry: () => host.getRegistryAccess(studentId),
    discard: async () => {
      await seat.exec(["bash", "-c", EMPTY_REGISTRY], { timeoutMs: 20_000 }).catch(() => undefined);
      await host.discardSeat(studentId).catch(() => undefined);
    },
  };
}

/** With the credential that the seat has, and not shown in a list of processes. */
const EMPTY_REGISTRY = `auth=$(jq -r '.auths["registry:5000"].auth' ~/.docker/config.json)
curl -s -m 15 --config - -X DELETE http://registry:5000/mine <<< "header = \"authorization: Basic $auth\""`;

/** Null when they came to their end. */
async function doSteps(
  seat: Seat<Duplex>,
  folder: string,
  steps: string,
  { limits, signal, emit }: AnswerRequest,
): Promise<GradeReport["blocking"]> {
  emit({ type: "phase", title: "Doing the steps" });
  // Standard error in its place, so that the log reads as in a terminal.
  const result = await seat.exec(["bash", "-eu", "-o", "pipefail", "-c", `exec 2>&1\n${steps}`], {
    cwd: folder,
    timeoutMs: limits.checkSeconds * 1000,
    maxOutputBytes: OUTPUT_BYTES,
    signal,
  });
  if (result.exitCode === 0) return null;
  const explanation = result.truncated
    ? "They print more than anybody reads."
    : `They ended with exit code ${result.exitCode}.`;
  return {
    title: "The steps do not come to their end",
    explanation,
    log: result.stdout.slice(-LOG_CHARACTERS),
    line: null,
  };
}
