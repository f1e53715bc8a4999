import type { Duplex } from "node:stream";
import { needsBuild } from "../../core/check/lab-check.ts";
import type { GradeReport } from "../../core/check/result.ts";
import { parseDockerfile } from "../../core/dockerfile/parse-dockerfile.ts";
import type { Lab } from "../../core/lab/schema.ts";
import type { RegistryAccess } from "../../core/registry/access.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { isSeatSilent } from "../../core/seat/is-seat-silent.ts";
import type { Seat, SeatFile, SeatHost } from "../../core/seat/port.ts";
import { textOf } from "../docker/build/pack-context.ts";
import { Engine } from "../docker/engine.ts";
import { parseApart } from "../parsers/parse-apart.ts";
import { CheckLedger } from "./check-ledger.ts";
import { gradeCompose } from "./grade-compose.ts";
import { type GradedImage, gradeImage } from "./grade-image.ts";
import { gradeRun } from "./grade-run.ts";
import type { Grading } from "./grading.ts";
import { judgeChecks } from "./judge-checks.ts";
import { gradePushed } from "./registry/grade-pushed.ts";
import { gradeSeatState } from "./seat/grade-seat-state.ts";
import type { StudentSeat } from "./seat/read-seat-fact.ts";
import { drawSecrets } from "./secrets/draw-secrets.ts";

export interface GradeRequest {
  readonly host: SeatHost<Duplex>;
  readonly lab: Lab;
  /** "course/lesson/lab" */
  readonly labId: string;
  readonly files: readonly SeatFile[];
  /** The lab's starter, for what is judged by comparison. */
  readonly starter: readonly SeatFile[];
  readonly limits: {
    readonly logBytes: number;
    readonly buildSeconds: number;
    readonly checkSeconds: number;
  };
  readonly signal: AbortSignal;
  readonly emit: (event: RunEventBody) => void;
  /** The student's own seat, for checks of its state; null when they have none. Asked for only when a check needs it. */
  readonly openStudentSeat?: () => Promise<StudentSeat | null>;
  /** The student's way into the class registry; null where there is none. Asked for only when a check needs it. */
  readonly openRegistry?: () => Promise<RegistryAccess | null>;
}

/**
 * The whole of a Check: only the files go into a fresh grading seat, which is thrown away afterwards. What needs
 * the image alone is judged and told first; compose comes up in the same seat, while the health check is tried.
 * Checks of the state of the student's own seat are judged there, and marked; a lab that has no others needs no
 * grading seat. A lab's secrets are drawn anew for each Check. Emits phase, step, log, built, report, health, each check as it is decided, and grade last.
 *
 * What a student can cause is in the report: a build that fails, a container that does not start (one blocking
 * finding, what depends on it is skipped), a check that takes longer than `checkSeconds` (the rest is skipped).
 * A cancel rejects with the signal's reason within 2 s. A fault of seats or engine is tried once more in another
 * grading seat, which is said in a notice; throws AppError when it happens again.
 */
export async function gradeWorkspace(request: GradeRequest): Promise<GradeReport> {
  try {
    return await gradeOnce(request);
  } catch (error) {
    if (request.signal.aborted || !isSeatSilent(error)) throw error;
    request.emit({ type: "notice", level: "warning", text: AGAIN });
    return await gradeOnce(request);
  }
}

const AGAIN =
  "Something broke on our side while this was graded. It is graded once more, in a fresh seat; this costs no attempt.";

async function gradeOnce(request: GradeRequest): Promise<GradeReport> {
  const begun = performance.now();
  const { lab, limits, emit } = request;
  const { secrets, files, starter } = drawSecrets(lab, request.files, request.starter);
  const text = textOf(files.find((file) => file.path === "Dockerfile")?.content ?? "");
  // One that is too long is said at its build.
  const { dockerfile } = await parseApart("readDockerfile", text);
  const timeOut = AbortSignal.timeout(limits.checkSeconds * 1000);
  const grading: Grading = {
    lab,
    files,
    starter,
    secrets,
    limits,
    emit,
    dockerfile: dockerfile ?? parseDockerfile(""),
    signal: AbortSignal.any([request.signal, timeOut]),
    ledger: new CheckLedger(lab, emit),
    found: { blocking: null, image: null, run: null },
  };
  try {
    // The seat first: it takes a second, and the student may go on working in it meanwhile.
    await gradeSeatState(grading, request.openStudentSeat);
    await gradePushed(request.host, grading, request.openRegistry);
    if (lab.checks.some(needsBuild)) await grade(request.host, grading);
  } catch (error) {
    request.signal.throwIfAborted();
    if (!timeOut.aborted) throw error;
    grading.ledger.skipRest(`The check took longer than ${limits.checkSeconds} s and was stopped.`);
  }
  const { found, ledger } = grading;
  const checks = ledger.list;
  const report: GradeReport = {
    lab: request.labId,
    score: checks.reduce((sum, check) => sum + check.points, 0),
    maxScore: checks.reduce((sum, check) => sum + check.maxPoints, 0),
    checks,
    ...found,
    durationMs: Math.round(performance.now() - begun),
  };
  emit({ type: "grade", report });
  return report;
}

async function grade(host: SeatHost<Duplex>, grading: Grading): Promise<void> {
  const { signal, ledger, found, emit } = grading;
  emit({ type: "phase", title: "Preparing a seat that nobody has touched" });
  const seat = await host.takeGradingSeat({ signal });
  try {
    // Whether or not the image builds: these read what is written.
    await judgeChecks("file", ledger, { seat, grading });
    if (grading.lab.image === undefined) {
      await gradeCompose(seat, grading);
    } else {
      const image = await gradeImage(seat, grading);
      if (image === null) {
        ledger.skipRest("Skipped because the image does not build.");
        return;
      }
      await gradeBuilds(seat, grading, image);
      await gradeHalves(seat, grading, image);
    }
    if (found.blocking !== null) ledger.skipRest(`Skipped because ${found.blocking.title.toLowerCase()}.`);
    else ledger.expectAllDecided();
  } finally {
    await seat.discard();
  }
}

async function gradeBuilds(seat: Seat<Duplex>, grading: Grading, image: GradedImage): Promise<void> {
  const engine = new Engine(seat);
  try {
    await judgeChecks("build", grading.ledger, { seat, grading, engine, image });
  } finally {
    engine.close();
  }
}

/**
 * The container, and once its image is known to run compose beside it: while one waits for a health check the
 * other works. When the image does not run, compose is not tried: it would only fail a second time.
 */
async function gradeHalves(seat: Seat<Duplex>, grading: Grading, image: GradedImage): Promise<void> {
  // Stops the half that still works when the other one fails.
  const stop = new AbortController();
  const part: Grading = { ...grading, signal: AbortSignal.any([grading.signal, stop.signal]) };
  const compose: Promise<void>[] = [];
  const run = gradeRun(seat, part, image, () => {
    const other = gradeCompose(seat, part);
    other.catch(() => stop.abort());
    compose.push(other);
  });
  try {
    await run;
    await Promise.all(compose);
  } catch (error) {
    stop.abort();
    // The half that failed first tells why; the other one only tells that it was stopped.
    const [first] = await Promise.allSettled(compose);
    throw first?.status === "rejected" && !grading.signal.aborted && isStop(error) ? first.reason : error;
  }
}

const isStop = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
