import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, isAppError } from "../../core/errors.ts";
import { imageOf } from "../../core/lab/image-of.ts";
import type { AppRequest, AppResponse } from "../../core/lab/workspace.ts";
import { say } from "../../core/messages/say.ts";
import type { RunKind } from "../../core/run/event.ts";
import type { RunSummary } from "../../core/run/run.ts";
import type { LoadedLab } from "../content/load-lab.ts";
import { insertRun, listWaitingRuns, RUNS_PER_HOUR } from "../db/runs/change-run.ts";
import { readLastSeq } from "../db/runs/event-store.ts";
import { findRun, summarize } from "../db/runs/read-runs.ts";
import { asVital } from "../db/who-asks.ts";
import { ActiveRun } from "./active-run.ts";
import { endLeftRun } from "./end-left-run.ts";
import { EndReason, endReasons } from "./end-reason.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunContext } from "./run-context.ts";
import type { RunStart } from "./run-start.ts";

/** How long a cancel, or a start that replaces another, waits for the end of the old run. */
const END_MS = 2000;
/** Requests to one student's app at a time. */
const REQUESTS_AT_ONCE = 4;

/** The runs that this process writes. */
export class RunManager {
  readonly #context: RunContext;
  readonly #active = new Map<string, ActiveRun>();
  /** Runs whose engine may still be at work in a seat, ended ones included. */
  readonly #inSeat = new Set<ActiveRun>();
  readonly #requests = new Map<string, number>();
  #stopping = false;

  constructor(context: RunContext) {
    this.#context = context;
  }

  getLive(runId: string): LiveRun | undefined {
    return this.#active.get(runId)?.live;
  }

  /**
   * Starts a run.
   * @returns busy with the run that is unfinished, when there is one of this lab and kind
   * @throws AppError SEAT_HOST_MISSING; TOO_MANY beyond RUNS_PER_STUDENT
   * @throws AppError SEAT_HOST_MISSING; BAD_REQUEST for a build or start in a lab without an image, and for a check
   *   in a lab without checks
   */
  async start(
    studentId: string,
    lab: LoadedLab,
    kind: RunKind,
  ): Promise<{ status: "started"; run: RunSummary } | { status: "busy"; run: RunSummary }> {
    this.#context.keeper.getHost();
    if (kind !== "check") imageOf(lab.lab);
    else requireChecks(lab);
    if (this.#stopping) {
      throw new AppError("SEAT_UNAVAILABLE", {
        message: "the site is stopping",
        userMessage: say("site.stopping"),
      });
    }
    if (kind !== "check") await this.#replaceContainer(studentId, kind);
    const submitted = kind === "check" ? await this.#context.readSubmitted(studentId, lab) : null;
    const createdAt = Date.now();
    const key = { id: randomUUID(), studentId, lab: lab.id, kind };
    const most = this.#context.config.RUNS_PER_STUDENT;
    const { db } = this.#context;
    const inserted = await asVital(studentId, () => insertRun(db, key, createdAt, most, submitted));
    // The one that was in the way has ended in between.
    if (inserted === null) return this.start(studentId, lab, kind);
    if (inserted.status === "full") {
      throw new AppError("TOO_MANY", {
        message: `RUNS_PER_STUDENT=${most} unfinished runs`,
        userMessage: say("runs.too-many-at-once", { count: most }),
      });
    }
    if (inserted.status === "often") {
      throw new AppError("TOO_MANY", {
        message: `${RUNS_PER_HOUR} runs within an hour`,
        userMessage: say("runs.too-many-lately", { count: RUNS_PER_HOUR }),
      });
    }
    const { row } = inserted;
    if (inserted.status === "busy") return { status: "busy", run: summarize(row, this.getLive(row.id)) };
    // What is still being torn down goes by the same names in the seat as what comes next.
    const previous = [...this.#inSeat].filter(
      ({ live }) => live.finished && live.key.studentId === studentId && kind !== "check",
    );
    const left = Promise.all(previous.map((old) => old.settled));
    const { round } = row;
    const active = this.#begin({ key, lab, round, createdAt, previous: left, resumedAt: null });
    return { status: "started", run: summarize(row, active.live) };
  }

  /**
   * Takes the runs that waited when the last process ended into the queue again, each with the place it had. Called
   * once, before anybody can start one. Those whose lab is gone or cannot be read are ended in words.
   * @returns how many wait
   */
  async resume(loadLab: (studentId: string, labId: string) => Promise<LoadedLab>): Promise<number> {
    const { db } = this.#context;
    let count = 0;
    for (const row of await listWaitingRuns(db)) {
      const key = { id: row.id, studentId: row.studentId, lab: row.lab, kind: row.kind };
      const lab = await loadLab(row.studentId, row.lab).catch((error: unknown) => {
        if (!isAppError(error)) throw error;
        if (error.code === "NOT_FOUND") return endReasons.labGone(row.kind);
        // An author's mistake in one lab keeps nobody else from theirs.
        console.error(`run ${row.id} cannot go on: ${error.message}`);
        return endReasons.labBroken(row.kind);
      });
      if (lab instanceof EndReason) {
        await endLeftRun(db, row, lab);
        continue;
      }
      const resumedAt = await readLastSeq(db, row.id);
      const { round, createdAt } = row;
      this.#begin({ key, lab, round, createdAt, previous: Promise.resolve(), resumedAt });
      count += 1;
    }
    return count;
  }

  /** Ends a run at its owner's wish; resolves once it has ended, or after two seconds. */
  async cancel(studentId: string, runId: string): Promise<RunSummary> {
    const active = this.#active.get(runId);
    if (active?.live.key.studentId === studentId) {
      active.end(endReasons.canceled(active.live.key.kind));
      await Promise.race([active.done, sleep(END_MS)]);
    }
    const row = await findRun(this.#context.db, studentId, runId);
    if (row === null) {
      throw new AppError("NOT_FOUND", { message: `no run ${runId}`, userMessage: say("runs.none") });
    }
    return summarize(row, this.getLive(runId));
  }

  /**
   * Sends a request to the student's running container.
   * @throws AppError CONFLICT when none runs, TOO_MANY when several are under way
   */
  async requestApp(studentId: string, lab: LoadedLab, request: AppRequest): Promise<AppResponse> {
    const active = [...this.#active.values()].find(
      ({ live, container }) =>
        live.key.studentId === studentId && live.key.lab === lab.id && container !== null,
    );
    if (active?.container == null) {
      throw new AppError("CONFLICT", {
        message: "no running container",
        userMessage: say("app.none"),
      });
    }
    const under = this.#requests.get(studentId) ?? 0;
    if (under >= REQUESTS_AT_ONCE) {
      throw new AppError("TOO_MANY", {
        message: "too many requests to one app",
        userMessage: say("app.too-many-requests", { count: REQUESTS_AT_ONCE }),
      });
    }
    this.#requests.set(studentId, under + 1);
    active.live.touchedAt = Date.now();
    try {
      const { seat } = active.container;
      return await this.#context.engines.requestApp(seat, { ...request, port: lab.lab.port });
    } finally {
      const left = (this.#requests.get(studentId) ?? 1) - 1;
      if (left === 0) this.#requests.delete(studentId);
      else this.#requests.set(studentId, left);
    }
  }

  /** Ends every run of a student, because their seat is taken away. */
  async endAll(studentId: string, message: string): Promise<void> {
    const mine = [...this.#active.values()].filter(
      ({ live }) => live.key.studentId === studentId && live.key.kind !== "check",
    );
    for (const active of mine) active.end(new EndReason("canceled", message));
    await Promise.all(mine.map(({ done }) => Promise.race([done, sleep(END_MS)])));
  }

  /** Ends what runs with a final event that says that the site was stopped; what waits stays in the queue. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const all = [...this.#active.values()];
    for (const active of all) if (active.live.state === "queued") active.leave();
    for (const active of all) active.leave();
    await Promise.all(all.map(({ done }) => done));
  }

  #begin(start: RunStart): ActiveRun {
    const active = new ActiveRun(this.#context, start);
    const { id, kind } = start.key;
    this.#active.set(id, active);
    if (kind !== "check") this.#inSeat.add(active);
    void active.settled.then(() => this.#inSeat.delete(active));
    void active.done.then(() => this.#active.delete(id));
    return active;
  }

  async #replaceContainer(studentId: string, by: RunKind): Promise<void> {
    const old = [...this.#active.values()].find(
      ({ live }) => live.key.studentId === studentId && live.key.kind === "start",
    );
    if (old === undefined) return;
    old.end(endReasons.replaced(by));
    await Promise.race([old.done, sleep(END_MS)]);
  }
}

function requireChecks({ id, lab }: LoadedLab): void {
  if (lab.checks.length > 0) return;
  throw new AppError("BAD_REQUEST", {
    message: `${id} has no checks`,
    userMessage: say("lab.no-checks"),
  });
}
