import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { isSeatOnly } from "../../core/check/lab-check.ts";
import { isAppError } from "../../core/errors.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { readSubmittedFiles } from "../db/submissions/read-submission.ts";
import type { EndReason } from "./end-reason.ts";
import { endReasons, nameOf } from "./end-reason.ts";
import type { Emit, RunFile } from "./engines.ts";
import type { RunResult } from "./execute-run.ts";
import { executeRun } from "./execute-run.ts";
import { LiveRun } from "./live-run.ts";
import type { RunContext } from "./run-context.ts";
import type { RunStart } from "./run-start.ts";
import type { RunEnd, RunInput, RunState } from "./run-state.ts";
import { firstState, stepRun } from "./run-state.ts";
import { RunWriter } from "./run-writer.ts";
import { startTimers } from "./start-timers.ts";
import { waitForSlot } from "./wait-for-slot.ts";

/** An engine that does not end when asked to is left to itself after this long: a cancel is due in 2 s. */
const ABORT_GRACE_MS = 1200;
/** A slot whose engine never ends is given back after this long. */
const SLOT_GRACE_MS = 60_000;
/** How long a run waits for what an earlier one still tears down in the same seat. */
const PREVIOUS_MS = 10_000;
const CONTAINER_BATCH_MS = 200;
const CONTAINER_SLACK_BYTES = 1024 * 1024;

/**
 * One run from its first event to its last: the slot, the deadline, the work, the final event. Where it is says
 * `RunState`; this class does what a state asks for when it is entered.
 */
export class ActiveRun {
  readonly live: LiveRun;
  readonly lab: LoadedLab;
  /** Resolves when the final event is stored (or could not be). Never rejects. */
  readonly done: Promise<void>;
  /** Resolves when its engine has ended, which may be after the run. Never rejects. */
  readonly settled: Promise<void>;
  /** Set while its container runs. */
  container: { readonly seat: Seat<Duplex> } | null = null;
  readonly #context: RunContext;
  readonly #start: RunStart;
  readonly #controller = new AbortController();
  readonly #writer: RunWriter;
  readonly #told = new Set<string>();
  readonly #finish: () => void;
  #state: RunState = firstState;
  #seat: Seat<Duplex> | null = null;
  #releaseSlot: () => void = () => undefined;
  #letSleep: () => void = () => undefined;

  constructor(context: RunContext, start: RunStart) {
    const { key } = start;
    this.#context = context;
    this.#start = start;
    this.lab = start.lab;
    this.live = new LiveRun(key, start.createdAt, start.resumedAt ?? 0);
    const { LOG_BYTES, LOGS_PER_STUDENT } = context.config;
    const logBytes = Math.min(LOG_BYTES, LOGS_PER_STUDENT);
    this.#writer = new RunWriter({
      db: context.db,
      run: key,
      lastSeq: start.resumedAt ?? 0,
      // A container's engine shows no more than the limit and lets it run; only a flood beyond that ends it.
      logBytes: logBytes + (key.kind === "start" ? CONTAINER_SLACK_BYTES : 0),
      // A container may print for hours: larger batches keep its events few.
      ...(key.kind === "start" ? { pauseMs: CONTAINER_BATCH_MS } : {}),
      onLimit: (what) =>
        this.end(
          what === "log" ? endReasons.tooMuchLog(key.kind, logBytes) : endReasons.tooManyEvents(key.kind),
        ),
      onBroken: (error) => {
        console.error(`events of run ${key.id} cannot be stored:`, error);
        this.end(endReasons.databaseLost(key.kind));
      },
      onStored: (events) => this.live.advance(events),
      isDiskLow: context.isDiskLow,
      ...(context.patienceMs === undefined ? {} : { patienceMs: context.patienceMs }),
    });
    const { promise, resolve } = withResolvers();
    this.done = promise;
    this.#finish = resolve;
    // Whatever the engine does after it has been asked to end is nobody's business any more.
    this.settled = this.#work(this.#controller.signal).then(
      (result) => this.#happen({ type: "worked", result }),
      (error: unknown) => this.#happen({ type: "broke", error }),
    );
  }

  /** Ends it for a reason; the first reason counts. */
  end(reason: EndReason): void {
    this.#happen({ type: "ended", reason });
  }

  /** The site stops: a run that waits stays in the queue for the next process, another is ended. */
  leave(): void {
    this.#happen({ type: "site stops", reason: endReasons.siteStopped(this.live.key.kind) });
  }

  #happen(input: RunInput): void {
    const before = this.#state;
    this.#state = stepRun(before, input);
    if (this.#state !== before) this.#enter(this.#state);
  }

  #enter(state: RunState): void {
    switch (state.at) {
      case "waiting":
      case "working":
        return;
      case "ending":
      case "leaving":
        setTimeout(() => this.#happen({ type: "grace is over" }), ABORT_GRACE_MS);
        this.#controller.abort(state.at === "ending" ? state.reason : new Error("left in the queue"));
        return;
      case "over":
        void this.#writeEnd(this.#explain(state.end)).then(this.#finish);
        return;
      case "left":
        void this.#writer.leave().then(() => {
          this.live.finish();
          this.#finish();
        });
    }
  }

  async #writeEnd(result: RunResult): Promise<void> {
    const { key } = this.live;
    if (result.grade !== null && !this.#told.has("grade"))
      this.#writer.emit({ type: "grade", report: result.grade });
    if (result.image !== null && !this.#told.has("report"))
      this.#writer.emit({ type: "report", report: result.image });
    const stored = await this.#writer.finish({ ...result, finishedAt: Date.now() }, this.live.createdAt);
    if (!stored)
      console.error(`the end of run ${key.id} was not stored; the next start of the site writes it`);
    this.container = null;
    this.live.finish();
    // Nobody waits for it: the run has ended.
    void this.#context.logKeeper.tidy(key);
  }

  async #work(signal: AbortSignal): Promise<RunResult> {
    const { config, durations, keeper, engines } = this.#context;
    const { key } = this.live;
    // A look at the student's own seat is no work for the machine: nobody waits in line for it.
    const isLook = key.kind === "check" && isSeatOnly(this.lab.lab.checks);
    const end = (reason: EndReason) => this.end(reason);
    if (!isLook) {
      const { queue } = this.#context;
      const { emit } = this.#writer;
      this.#releaseSlot = await waitForSlot({ queue, start: this.#start, signal, emit, end });
    }
    signal.throwIfAborted();
    const began = Date.now();
    this.#happen({ type: "admitted", at: began });
    const stopTimers = startTimers(this.#context, this.live, end);
    // The slot follows the engine, not the run: what is still being torn down still needs the machine.
    const freeLate = () => setTimeout(this.#releaseSlot, SLOT_GRACE_MS).unref();
    signal.addEventListener("abort", freeLate, { once: true });
    try {
      await this.#context.markRunning(key);
      this.live.state = "running";
      await Promise.race([this.#start.previous, sleep(PREVIOUS_MS, undefined, { ref: false })]);
      signal.throwIfAborted();
      const result = await executeRun({
        run: key,
        lab: this.lab,
        engines,
        host: keeper.getHost(),
        config,
        readFiles: () => this.#readFiles(),
        countFailures: () => this.#context.countFailures(key.studentId, this.lab.id),
        isBuildOutdated: () => this.#context.isBuildOutdated(key.studentId, this.lab.id),
        readFolder: this.#context.readFolder,
        signal,
        emit: this.#emit,
        onSeat: (seat) => {
          this.#seat = seat;
          this.#letSleep();
          this.#letSleep = seat.keep();
        },
      });
      // A start has given its slot back when its container ran: how long that stays up says nothing.
      if (key.kind !== "start" && !isLook && !signal.aborted)
        durations.learn(this.live.key, Date.now() - began);
      return result;
    } finally {
      signal.removeEventListener("abort", freeLate);
      stopTimers();
      this.#letSleep();
      this.#releaseSlot();
    }
  }

  /** What is judged is what was submitted; everything else works with the files as they are now. */
  async #readFiles(): Promise<readonly RunFile[]> {
    const { key } = this.live;
    const submitted = key.kind === "check" ? await readSubmittedFiles(this.#context.db, key.id) : null;
    // A check that waited in the queue of an older version has none.
    return submitted ?? (await this.#context.readFiles(key.studentId, this.lab));
  }

  readonly #emit: Emit = (event) => {
    this.#told.add(event.type);
    if (event.type === "container" && this.live.key.kind === "start") {
      const runs = event.container.state === "running" && this.#seat !== null;
      this.container = runs && this.#seat !== null ? { seat: this.#seat } : null;
      // A running container waits for requests; it must not keep others from building.
      if (runs) {
        this.#releaseSlot();
        if (this.#state.at === "working")
          this.#context.durations.learn(this.live.key, Date.now() - this.#state.since);
      }
    }
    this.#writer.emit(event);
  };

  #explain(end: RunEnd): RunResult {
    const { key } = this.live;
    const nothing = { image: null, grade: null };
    switch (end.by) {
      case "itself":
        return end.result;
      case "reason":
        return { outcome: end.reason.outcome, message: end.reason.message, ...nothing };
      case "fault": {
        const { error } = end;
        console.error(`run ${key.id} (${key.kind}) ended by a fault:`, error);
        const message = isAppError(error)
          ? error.userMessage
          : `Something broke on our side while your ${nameOf(key.kind)} ran; it is in the site's log under ${key.id}. Your files are safe; try again.`;
        return { outcome: "fault", message, ...nothing };
      }
    }
  }
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
