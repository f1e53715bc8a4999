import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { Message } from "../../core/messages/message.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import type { TerminalSummary } from "../../core/terminal/protocol.ts";
import { TerminalSession } from "./terminal-session.ts";

export interface ManagedTerminal {
  readonly id: string;
  readonly number: number;
  readonly studentId: string;
  readonly lab: string;
  readonly session: TerminalSession;
}

export interface TerminalManagerParts {
  /** @throws AppError SEAT_HOST_MISSING */
  readonly getHost: () => SeatHost<Duplex>;
  /** Puts a lab's files into a seat that has just been opened; answers with their folder. */
  readonly prepareFolder: (studentId: string, lab: string, seat: Seat<Duplex>) => Promise<string>;
  readonly idleMinutes: number;
  readonly perStudent?: number;
  readonly inAll?: number;
  readonly intervalMs?: number;
}

const PER_STUDENT = 6;
const IN_ALL = 200;
const INTERVAL_MS = 15_000;
const MINUTE_MS = 60_000;
/** A terminal that nobody has looked at for this long is closed; what runs in it ends. */
const FORGOTTEN_MS = 8 * 60 * MINUTE_MS;
/** What prints while somebody looks keeps its seat awake for this long after the last key. */
const WATCHING_MS = 60 * MINUTE_MS;
const WARNING_MS = 2 * MINUTE_MS;

/** The terminals that this process holds. They live as long as it does; pages come and go. */
export class TerminalManager {
  readonly #parts: TerminalManagerParts;
  readonly #terminals = new Map<string, ManagedTerminal>();
  readonly #seats = new Map<string, Seat<Duplex>>();
  readonly #warned = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #stopping = false;

  constructor(parts: TerminalManagerParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), parts.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
  }

  list(studentId: string): TerminalSummary[] {
    return this.#of(studentId).map(({ id, number, lab, session }) => ({
      id,
      number,
      lab,
      state: session.state,
    }));
  }

  /** Null when this student has no such terminal. */
  find(studentId: string, id: string): ManagedTerminal | null {
    const found = this.#terminals.get(id);
    return found?.studentId === studentId ? found : null;
  }

  /**
   * A new terminal in the folder of a lab. Its shell starts when a page first looks at it. Of a student who has as
   * many as there can be, one of another lab gives way that no page shows.
   * @throws AppError TOO_MANY, SEAT_HOST_MISSING
   */
  create(studentId: string, lab: string): TerminalSummary {
    this.#parts.getHost();
    const perStudent = this.#parts.perStudent ?? PER_STUDENT;
    if (this.#of(studentId).length >= perStudent) this.#makeRoom(studentId, lab);
    const mine = this.#of(studentId);
    if (mine.length >= perStudent) {
      throw tooMany(say("terminals.own-limit", { count: mine.length }));
    }
    if (this.#stopping || this.#terminals.size >= (this.#parts.inAll ?? IN_ALL)) {
      throw tooMany(say("terminals.site-limit"));
    }
    const taken = new Set(mine.filter((one) => one.lab === lab).map(({ number }) => number));
    let number = 1;
    while (taken.has(number)) number += 1;
    const session = new TerminalSession({
      open: async (size) => {
        const seat = await this.#parts.getHost().openSeat(studentId, { trustRunning: true });
        this.#seats.set(studentId, seat);
        const cwd = await this.#parts.prepareFolder(studentId, lab, seat);
        return seat.openTerminal({ ...size, command: ["bash"], cwd, environment: shellEnvironment });
      },
      inspect: () => this.#parts.getHost().inspectSeat(studentId),
    });
    const terminal = { id: randomUUID(), number, studentId, lab, session };
    this.#terminals.set(terminal.id, terminal);
    return { id: terminal.id, number, lab, state: session.state };
  }

  /** The student's seat while a terminal runs in it. */
  runningSeat(studentId: string): Seat<Duplex> | null {
    const runs = this.#of(studentId).some(({ session }) => session.state === "running");
    return runs ? (this.#seats.get(studentId) ?? null) : null;
  }

  close(studentId: string, id: string): void {
    const terminal = this.find(studentId, id);
    if (terminal === null) return;
    this.#terminals.delete(id);
    terminal.session.close();
  }

  /** The student's seat is about to be put to sleep or thrown away. */
  suspend(studentId: string, why: string): void {
    for (const { session } of this.#of(studentId)) session.suspend(why);
  }

  /** The student has a seat again: terminals that somebody looks at go on. */
  resume(studentId: string): void {
    for (const { session } of this.#of(studentId)) session.resume();
  }

  /** The student has been warned and wants their seat to stay awake. */
  keep(studentId: string): void {
    if (!this.#warned.has(studentId)) return;
    this.#touch(studentId);
    this.#calm(studentId);
  }

  stop(): void {
    this.#stopping = true;
    clearInterval(this.#timer);
    for (const { studentId, id } of this.#terminals.values()) this.close(studentId, id);
  }

  #of(studentId: string): ManagedTerminal[] {
    return [...this.#terminals.values()].filter((terminal) => terminal.studentId === studentId);
  }

  /** Whoever goes through a course leaves a terminal in each lesson: the one looked at longest ago is closed. */
  #makeRoom(studentId: string, lab: string): void {
    const [first] = this.#of(studentId)
      .filter((terminal) => terminal.lab !== lab && !terminal.session.watched)
      .toSorted((a, b) => a.session.lookedAtAt - b.session.lookedAtAt);
    if (first !== undefined) this.close(studentId, first.id);
  }

  #look(): void {
    const now = Date.now();
    const running = new Map<string, TerminalSession[]>();
    for (const { studentId, id, session } of this.#terminals.values()) {
      if (!session.watched && now - session.lookedAtAt > FORGOTTEN_MS) this.close(studentId, id);
      else if (session.state === "running")
        running.set(studentId, [...(running.get(studentId) ?? []), session]);
    }
    for (const [studentId, sessions] of running) this.#keepOrWarn(studentId, sessions, now);
  }

  /** Output that somebody watches is use, too; before a seat goes to sleep its terminals say so. */
  #keepOrWarn(studentId: string, sessions: readonly TerminalSession[], now: number): void {
    const seat = this.#seats.get(studentId);
    if (seat === undefined) return;
    const usedAt = seat.lastUsedAt();
    const isWatched = sessions.some(
      ({ watched, printedAt, typedAt }) => watched && printedAt > usedAt && now - typedAt < WATCHING_MS,
    );
    const idleMs = this.#parts.idleMinutes * MINUTE_MS;
    const warnAfterMs = idleMs - Math.min(WARNING_MS, idleMs / 2);
    if (isWatched && now - usedAt > MINUTE_MS) this.#touch(studentId);
    if (isWatched || now - usedAt < warnAfterMs) this.#calm(studentId);
    else if (!this.#warned.has(studentId)) {
      this.#warned.add(studentId);
      const minutes = Math.max(1, Math.round((idleMs - (now - usedAt)) / MINUTE_MS));
      for (const session of sessions) session.tell({ type: "drowsy", minutes });
    }
  }

  /** Opening a seat that runs counts as use of it. */
  #touch(studentId: string): void {
    void this.#parts
      .getHost()
      .openSeat(studentId, { trustRunning: true })
      .catch(() => undefined);
  }

  /** Takes the warning back, on every page that shows it. */
  #calm(studentId: string): void {
    if (!this.#warned.delete(studentId)) return;
    for (const { session } of this.#of(studentId)) session.tell({ type: "drowsy", minutes: null });
  }
}

const shellEnvironment = { TERM: "xterm-256color", COLORTERM: "truecolor", SHELL: "/bin/bash" };

function tooMany(userMessage: Message): AppError {
  return new AppError("TOO_MANY", { message: "too many terminals", userMessage });
}
