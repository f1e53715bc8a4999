import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { isSeatOnly } from "../../core/check/lab-check.ts";
import { isAppError } from "../../core/errors.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import type { RunKey } from "../db/runs/event-store.ts";
import { EndReason, endReasons, nameOf } from "./end-reason.ts";
import type { Emit } from "./engines.ts";
import type { RunResult } from "./execute-run.ts";
import { executeRun } from "./execute-run.ts";
import type { QueueListener } from "./fair-queue.ts";
import { LiveRun } from "./live-run.ts";
import type { RunContext } from "./run-context.ts";
import { RunWriter } from "./run-writer.ts";

/** An engine that does not end when asked to is left to itself after this long: a cancel is due in 2 s. */
const ABORT_GRACE_MS = 1200;
/** A slot whose engine never ends is given back after this long. */
const SLOT_GRACE_MS = 60_000;
/** How long a run waits for what an earlier one still tears down in the same seat. */
const PREVIOUS_MS = 10_000;
/** The engine keeps its own deadline and names the step; this one is for an engine that does not. */
const DEADLINE_GRACE_MS = 30_000;
const TOUCH_MS = 60_000;
const CONTAINER_BATCH_MS = 200;
const CONTAINER_SLACK_BYTES = 1024 * 1024;
/** A queue that lets nobody in (no memory, no seat host) is waited for this long. */
const HELD_MINUTES = 10;

/** A run that waits when the site stops: the next process goes on with it. */
class LeftWaiting extends Error {
  override readonly name = "LeftWaiting";
}

/** What a run is made of that is in the database already. */
export interface RunStart {
  readonly key: RunKey;
  readonly lab: LoadedLab;
  readonly round: number;
  readonly createdAt: number;
  /** Resolves when earlier runs of this student have left the seat. */
  readonly previous: Promise<unknown>;
  /** The last event that an earlier process has stored; null for a new run. */
  readonly resumedAt: number | null;
}

/** One run from its first event to its last: the slot, the deadline, the work, the final event. */
export class ActiveRun {
  readonly live: LiveRun;
  readonly lab: LoadedLab;
  /** Resolves when the final event is stored (or could not be). Never rejects. */
  readonly done: Promise<void>;
  /** Resolves when its engine has ended, which may be after the run. Never rejects. */
  settled: Promise<void> = Promise.resolve();
  /** Set while its container runs. */
  container: { readonly seat: Seat<Duplex> } | null = null;
  readonly #context: RunContext;
  readonly #start: RunStart;
  readonly #controller = new AbortController();
  readonly #writer: RunWriter;
  #seat: Seat<Duplex> | null = null;
  #gradeTold = false;
  #reportTold = false;
  #hasBegun = false;
  #beganAt = 0;
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
    this.done = this.#run();
  }

  /** Ends it for a reason; the first reason counts. */
  end(reason: EndReason): void {
    this.#controller.abort(reason);
  }

  /** The site stops: a run that waits stays in the queue for the next process, another is ended. */
  leave(): void {
    if (this.#hasBegun) this.end(endReasons.siteStopped(this.live.key.kind));
    else this.#controller.abort(new LeftWaiting("left in the queue"));
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    const { key } = this.live;
    let result: RunResult;
    try {
      const working = this.#work(signal);
      // Whatever the engine does after it has been asked to end is nobody's business any more.
      this.settled = working.then(
        () => undefined,
        () => undefined,
      );
      result = await Promise.race([working, this.#afterAbort(signal)]);
      if (signal.aborted) result = this.#overrule(result);
    } catch (error) {
      if (signal.reason instanceof LeftWaiting) {
        await this.#writer.leave();
        this.live.finish();
        return;
      }
      result = this.#explain(error);
    }
    if (result.grade !== null && !this.#gradeTold) this.#writer.emit({ type: "grade", report: result.grade });
    if (result.image !== null && !this.#reportTold) {
      this.#writer.emit({ type: "report", report: result.image });
    }
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
    if (!isLook) this.#releaseSlot = await this.#waitForSlot(signal);
    signal.throwIfAborted();
    this.#hasBegun = true;
    this.#beganAt = Date.now();
    const stopTimers = this.#startTimers();
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
        readFiles: () => this.#context.readFiles(key.studentId, this.lab),
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
        durations.learn(this.live.key, Date.now() - this.#beganAt);
      return result;
    } finally {
      signal.removeEventListener("abort", freeLate);
      stopTimers();
      this.#letSleep();
      this.#releaseSlot();
    }
  }

  async #waitForSlot(signal: AbortSignal): Promise<() => void> {
    const { key, round, createdAt, resumedAt } = this.#start;
    if (resumedAt !== null) {
      const text = `The site was restarted. Your ${nameOf(key.kind)} has kept its place.`;
      this.#writer.emit({ type: "notice", level: "info", text });
    }
    let giveUp: NodeJS.Timeout | undefined;
    const told = new Set<string>();
    const listener: QueueListener = {
      onMove: (place) => this.#writer.emit({ type: "queued", ...place }),
      onHold: (reason) => {
        clearTimeout(giveUp);
        if (reason === null) return;
        // Memory may come and go around its limit; one word about it is enough.
        if (!told.has(reason))
          this.#writer.emit({ type: "notice", level: "warning", text: `${reason} Your turn is kept.` });
        told.add(reason);
        const end = () => this.end(endReasons.held(key.kind, reason, HELD_MINUTES));
        giveUp = setTimeout(end, HELD_MINUTES * 60_000).unref();
      },
    };
    try {
      const { queue } = this.#context;
      const release = await queue.enter({ ...key, round, createdAt }, listener, signal);
      // Given in the very moment in which the run was ended.
      if (signal.aborted) release();
      return release;
    } finally {
      clearTimeout(giveUp);
    }
  }

  readonly #emit: Emit = (event) => {
    if (event.type === "grade") this.#gradeTold = true;
    if (event.type === "report") this.#reportTold = true;
    if (event.type === "container" && this.live.key.kind === "start") {
      const runs = event.container.state === "running" && this.#seat !== null;
      this.container = runs && this.#seat !== null ? { seat: this.#seat } : null;
      // A running container waits for requests; it must not keep others from building.
      if (runs) {
        this.#releaseSlot();
        this.#context.durations.learn(this.live.key, Date.now() - this.#beganAt);
      }
    }
    this.#writer.emit(event);
  };

  #startTimers(): () => void {
    const { config, keeper } = this.#context;
    const { kind, studentId } = this.live.key;
    if (kind === "start") {
      const idleMs = this.#context.idleMs ?? config.START_IDLE_MINUTES * 60_000;
      const touch = setInterval(() => void keeper.touch(studentId), TOUCH_MS);
      const idle = setInterval(
        () => {
          if (this.live.listeners > 0 || Date.now() - this.live.touchedAt < idleMs) return;
          this.end(endReasons.idle(config.START_IDLE_MINUTES));
        },
        Math.min(idleMs / 4, 15_000),
      );
      return () => {
        clearInterval(touch);
        clearInterval(idle);
      };
    }
    const seconds = kind === "build" ? config.BUILD_SECONDS : config.CHECK_SECONDS;
    const timer = setTimeout(
      () => this.end(endReasons.tooLong(kind, seconds)),
      seconds * 1000 + DEADLINE_GRACE_MS,
    );
    return () => clearTimeout(timer);
  }

  async #afterAbort(signal: AbortSignal): Promise<never> {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    await sleep(ABORT_GRACE_MS);
    throw signal.reason;
  }

  /** A run that was ended for a reason says that reason, unless its engine can say more about a limit. */
  #overrule(result: RunResult): RunResult {
    const explained = this.#explain(this.#controller.signal.reason);
    return result.outcome === "limit" && explained.outcome === "limit" ? result : explained;
  }

  #explain(error: unknown): RunResult {
    const { key } = this.live;
    const { signal } = this.#controller;
    // An engine may wrap the reason it was ended for; the reason itself is what counts.
    const reason: unknown = signal.aborted ? signal.reason : error;
    const nothing = { image: null, grade: null };
    if (reason instanceof EndReason) {
      return { outcome: reason.outcome, message: reason.message, ...nothing };
    }
    console.error(`run ${key.id} (${key.kind}) ended by a fault:`, error);
    const message = isAppError(error)
      ? error.userMessage
      : `Something broke on our side while your ${nameOf(key.kind)} ran; it is in the site's log under ${key.id}. Your files are safe; try again.`;
    return { outcome: "fault", message, ...nothing };
  }
}
