import type { Duplex } from "node:stream";
import { withFurtherHints } from "../../core/check/further-hints.ts";
import type { CheckResult, GradeReport } from "../../core/check/result.ts";
import type { ImageReport } from "../../core/image/report.ts";
import { imageOf } from "../../core/lab/image-of.ts";
import type { RunOutcome } from "../../core/run/event.ts";
import { isSeatSilent } from "../../core/seat/is-seat-silent.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { formatBytes } from "../../core/text/format.ts";
import type { Config } from "../config.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { RunKey } from "../db/runs/event-store.ts";
import { readSecrets } from "../grading/secrets/draw-secrets.ts";
import type { BuildOutcome, Emit, Engines, RunFile } from "./engines.ts";
import { explainBreak } from "./explain-break.ts";
import { LastLine } from "./last-line.ts";
import { replaceFullSeat } from "./replace-full-seat.ts";

export interface RunResult {
  readonly outcome: RunOutcome;
  /** For the student, in words. */
  readonly message: string;
  readonly image: ImageReport | null;
  readonly grade: GradeReport | null;
}

export interface ExecuteOptions {
  readonly run: RunKey;
  readonly lab: LoadedLab;
  readonly engines: Engines;
  readonly host: SeatHost<Duplex>;
  readonly config: Pick<Config, "LOG_BYTES" | "BUILD_SECONDS" | "CHECK_SECONDS">;
  readonly readFiles: () => Promise<readonly RunFile[]>;
  /** How often each check has failed before; asked for a check only. */
  readonly countFailures: () => Promise<ReadonlyMap<string, number>>;
  /** Whether the files are other ones than those of the last build; asked for a start only. */
  readonly isBuildOutdated: () => Promise<boolean>;
  /** Name of a lab's folder in a seat. */
  readonly readFolder: (labId: string) => Promise<string>;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** The student's seat as soon as it is open; never called for a check. */
  readonly onSeat: (seat: Seat<Duplex>) => void;
}

const result = (outcome: RunOutcome, message: string, found: Partial<RunResult> = {}): RunResult => ({
  outcome,
  message,
  image: null,
  grade: null,
  ...found,
});

/**
 * Does what a run of its kind does, once it has a slot.
 * @throws AppError for faults; the signal's reason when it fired
 */
export async function executeRun(options: ExecuteOptions): Promise<RunResult> {
  switch (options.run.kind) {
    case "build":
      return build(options);
    case "start":
      return start(options);
    case "check":
      return check(options);
  }
}

async function openSeat(
  { host, run, signal, emit, onSeat }: ExecuteOptions,
  trustRunning = false,
): Promise<Seat<Duplex>> {
  const seat = await host.openSeat(run.studentId, {
    signal,
    trustRunning,
    onState: (state) => emit({ type: "seat", state }),
    onNotice: (text) => emit({ type: "notice", level: "warning", text }),
  });
  signal.throwIfAborted();
  onSeat(seat);
  return seat;
}

async function readFiles({ readFiles: read, emit }: ExecuteOptions): Promise<readonly RunFile[]> {
  const files = await read();
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0);
  const dockerfile = files.find((file) => file.path === "Dockerfile")?.content ?? "";
  emit({ type: "files", count: files.length, bytes, dockerfile });
  return files;
}

async function build(options: ExecuteOptions): Promise<RunResult> {
  const { lab, config, signal } = options;
  const seat = await openSeat(options, true);
  const files = await readFiles(options);
  const limits = { logBytes: config.LOG_BYTES, seconds: config.BUILD_SECONDS };
  const secrets = readSecrets(lab.lab, files);
  const built = await buildOrReopen(options, seat, { files, secrets, tag: imageOf(lab.lab), limits, signal });
  switch (built.status) {
    case "built": {
      const { bytes } = built.report;
      return result("passed", `Built: ${formatBytes(bytes)}.`, { image: built.report });
    }
    case "failed":
      return result("failed", built.message);
    case "limit": {
      const fresh = await replaceFullSeat(options.host, options.run.studentId, seat.limits.diskBytes);
      return result("limit", built.message + fresh);
    }
    case "canceled":
      return result("canceled", "The build was canceled.");
  }
}

/** An engine that is dead before it has said a word is started anew, with its seat, and asked once more. */
async function buildOrReopen(
  options: ExecuteOptions,
  seat: Seat<Duplex>,
  request: Omit<Parameters<Engines["buildImage"]>[1], "emit">,
): Promise<BuildOutcome> {
  let hasSpoken = false as boolean;
  const emit: Emit = (event) => {
    // A notice is about the files and comes before the engine is asked.
    if (event.type !== "notice") hasSpoken = true;
    options.emit(event);
  };
  try {
    return await options.engines.buildImage(seat, { ...request, emit });
  } catch (error) {
    if (hasSpoken || options.signal.aborted || !isSeatSilent(error)) throw await explain(options, error);
  }
  const again = await openSeat(options);
  return await options.engines.buildImage(again, { ...request, emit }).catch(async (error: unknown) => {
    throw await explain(options, error);
  });
}

/** A seat that fell silent in the middle of a run: what became of it, as far as its host can tell. */
async function explain({ host, run, signal }: ExecuteOptions, error: unknown): Promise<unknown> {
  return signal.aborted || !isSeatSilent(error) ? error : await explainBreak(host, run, error);
}

const OUTDATED =
  "Your files have changed since the last Build: what runs is the image as it was built then. Build, and run again, to see the change.";

async function start(options: ExecuteOptions): Promise<RunResult> {
  const { engines, lab, config, signal, emit } = options;
  const seat = await openSeat(options);
  if (await options.isBuildOutdated()) emit({ type: "notice", level: "warning", text: OUTDATED });
  const { port } = lab.lab;
  const image = imageOf(lab.lab);
  const log = new LastLine();
  const ended = await engines
    .runContainer(seat, {
      ...{ image, port, signal, logBytes: config.LOG_BYTES },
      emit: (event) => {
        if (event.type === "log") log.add(event.text);
        emit(event);
      },
    })
    .catch(async (error: unknown) => {
      throw await explain(options, error);
    });
  switch (ended.status) {
    case "exited":
      if (ended.oomKilled) {
        return result("limit", "The container was stopped: it needed more memory than your seat has.");
      }
      return ended.exitCode === 0
        ? result("passed", "The container ended by itself (exit code 0).")
        : result("failed", `The container ended with exit code ${ended.exitCode}.${log.inWords()}`);
    case "stopped":
      return result("canceled", "The container was stopped.");
    case "failed":
      return result("failed", ended.message);
  }
}

async function check(options: ExecuteOptions): Promise<RunResult> {
  const { engines, host, lab, config, signal, emit } = options;
  const files = await readFiles(options);
  const failures = await options.countFailures();
  const tell = (found: CheckResult) => withFurtherHints(found, lab.lab.checks, failures);
  const grade = await engines.gradeWorkspace({
    host,
    lab: lab.lab,
    labId: lab.id,
    files,
    starter: lab.starter,
    limits: {
      logBytes: config.LOG_BYTES,
      buildSeconds: config.BUILD_SECONDS,
      checkSeconds: config.CHECK_SECONDS,
    },
    signal,
    emit: (event) => {
      if (event.type === "check") emit({ ...event, result: tell(event.result) });
      else if (event.type === "grade") {
        emit({ ...event, report: { ...event.report, checks: event.report.checks.map(tell) } });
      } else emit(event);
    },
    openStudentSeat: async () => {
      const { studentId } = options.run;
      // A seat that is made now would only be empty.
      if ((await host.inspectSeat(studentId)).state === "none") return null;
      const seat = await host.openSeat(studentId, {
        signal,
        onState: (state) => emit({ type: "seat", state }),
        onNotice: (text) => emit({ type: "notice", level: "warning", text }),
      });
      return { seat, folder: `/workspace/${await options.readFolder(lab.id)}` };
    },
    openRegistry: () => host.getRegistryAccess(options.run.studentId),
  });
  // What a canceled check found so far is no grade.
  signal.throwIfAborted();
  const { score, maxScore, blocking } = grade;
  const checks = grade.checks.map(tell);
  const told = { ...grade, checks };
  const passed = checks.filter((one) => one.status === "passed").length;
  const points = `${score} of ${maxScore} points`;
  if (blocking !== null) return result("failed", `${blocking.title} (${points})`, { grade: told });
  return score >= maxScore
    ? result("passed", `All ${checks.length} checks passed: ${points}.`, { grade: told })
    : result("failed", `${passed} of ${checks.length} checks passed: ${points}.`, { grade: told });
}
