import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { isAppError } from "../../core/errors.ts";
import type { SeatTerminal, SeatUsage, TerminalSize } from "../../core/seat/port.ts";
import type { ServerMessage, TerminalState } from "../../core/terminal/protocol.ts";
import { InputQueue } from "./input-queue.ts";
import { OutputRing } from "./output-ring.ts";
import { PLAIN_SCREEN } from "./screen-modes.ts";
import type { Viewer } from "./viewer.ts";

/** Some 2,000 full lines: what a page that comes back is shown again. */
const KEPT_BYTES = 256 * 1024;
const PASTE_BYTES = 1024 * 1024;
/** With nobody looking, output is read on at this pace, so that work goes on and a flood costs little. */
const UNWATCHED_CHUNK_MS = 100;
const ENTER = 0x0d;

export interface SessionParts {
  /** Wakes the seat, puts the lab's files there and starts a shell. */
  readonly open: (size: TerminalSize) => Promise<SeatTerminal<Duplex>>;
  /** Whether the seat runs: a shell that ended in a seat that does not was not ended by its student. */
  readonly inspect: () => Promise<Pick<SeatUsage, "state" | "sleptFor">>;
}

/** One terminal: a shell in a seat, what it has shown, and the pages that look at it. Outlives shell and pages. */
export class TerminalSession {
  readonly #parts: SessionParts;
  readonly #ring = new OutputRing(KEPT_BYTES);
  readonly #input = new InputQueue(PASTE_BYTES);
  readonly #viewers = new Set<Viewer>();
  #size: TerminalSize = { cols: 80, rows: 24 };
  #state: TerminalState = "asleep";
  #terminal: SeatTerminal<Duplex> | null = null;
  #closed = false;
  /** Times, milliseconds since 1970. */
  typedAt = Date.now();
  printedAt = 0;
  lookedAtAt = Date.now();

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get state(): TerminalState {
    return this.#state;
  }

  get watched(): boolean {
    return this.#viewers.size > 0;
  }

  /** `from`: the place up to which the page has the output already; null when it has none. */
  attach(viewer: Viewer, from: number | null): void {
    this.#viewers.add(viewer);
    this.lookedAtAt = Date.now();
    const { fullScreen } = viewer.begin(this.#ring, from);
    viewer.link.sendMessage({ type: "state", state: this.#state });
    if (this.#state === "asleep" && this.#ring.end === 0) void this.#start();
    // What drew the screen is gone from memory: only the program itself can draw it again.
    else if (fullScreen) this.#redraw();
    this.#balance();
  }

  detach(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.lookedAtAt = Date.now();
    this.#balance();
  }

  acknowledge(viewer: Viewer, offset: number): void {
    viewer.acknowledge(offset);
    viewer.pump(this.#ring);
    this.#balance();
  }

  /** What somebody typed. It wakes a seat that sleeps; Enter begins a new shell after one that ended. */
  type(data: Buffer): void {
    this.typedAt = Date.now();
    if (this.#state === "asleep" || (this.#state === "ended" && data.includes(ENTER))) {
      void this.#start();
      return;
    }
    if (this.#state === "ended") return;
    if (!this.#input.push(data)) {
      this.tell({
        type: "notice",
        text: "The program in the terminal does not read what is typed. Some of it was dropped.",
      });
    }
  }

  resize(viewer: Viewer, size: TerminalSize): void {
    if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
    this.#size = size;
    this.#terminal?.resize(size);
    for (const other of this.#viewers) {
      if (other !== viewer) other.link.sendMessage({ type: "size", ...size });
    }
  }

  tell(message: ServerMessage): void {
    for (const viewer of this.#viewers) viewer.link.sendMessage(message);
  }

  /** The seat goes away or is going to: the shell ends, and the terminal says why. */
  suspend(why: string): void {
    if (this.#state !== "running" && this.#state !== "opening") return;
    this.#drop();
    this.#say(why);
    this.#become("asleep");
  }

  /** Starts a shell where none runs and somebody looks. */
  resume(): void {
    if (this.watched && this.#state === "asleep") void this.#start();
  }

  close(): void {
    this.#closed = true;
    this.#drop();
    this.#become("ended");
  }

  async #start(): Promise<void> {
    this.#become("opening");
    try {
      const terminal = await this.#parts.open(this.#size);
      // Closed, or suspended, while the seat was being woken.
      if (this.#closed || this.#state !== "opening") {
        terminal.stream.destroy();
        return;
      }
      this.#connect(terminal);
    } catch (error) {
      if (this.#state !== "opening") return;
      if (!isAppError(error)) console.error("a terminal could not be opened:", error);
      const why = isAppError(error)
        ? error.userMessage
        : "Something broke on our side; it is in the site's log.";
      this.#say(`${why} Press any key to try again.`);
      this.#become("asleep");
    }
  }

  #connect(terminal: SeatTerminal<Duplex>): void {
    const { stream } = terminal;
    this.#terminal = terminal;
    this.#input.connect(stream);
    terminal.resize(this.#size);
    stream.on("data", (chunk: Buffer) => this.#show(chunk));
    let over = false;
    const onOver = () => {
      if (over) return;
      over = true;
      if (this.#terminal === terminal) void this.#ended(terminal);
    };
    stream.once("end", onOver);
    stream.once("close", onOver);
    stream.on("error", onOver);
    this.#become("running");
    this.#balance();
  }

  async #ended(terminal: SeatTerminal<Duplex>): Promise<void> {
    this.#input.connect(null);
    const code = await terminal.exited;
    const asleep = await this.#asleepFor(code);
    if (this.#terminal !== terminal) return;
    this.#terminal = null;
    if (asleep === null && code !== null) {
      this.#say(`The shell has ended (exit code ${code}). Press Enter for a new one.`);
      this.#become("ended");
    } else {
      this.#say(
        asleep === null
          ? "The connection into your seat broke. Press any key for a new shell."
          : `Your seat went to sleep, because ${asleep}. Press any key to wake it.`,
      );
      this.#become("asleep");
    }
  }

  /** Why the seat sleeps; null when it does not. One that stops kills its shells a moment before it says so. */
  async #asleepFor(code: number | null): Promise<string | null> {
    const killed = code === null || code < 0 || code > 128;
    for (let tries = killed ? 10 : 1; tries > 0; tries -= 1) {
      const seat = await this.#parts.inspect().catch(() => null);
      if (seat?.state !== "awake")
        return seat?.sleptFor === "memory"
          ? "the machine was short of memory and nobody had used it for longer"
          : "nobody used it";
      if (tries > 1) await pause(300);
    }
    return null;
  }

  #show(chunk: Buffer): void {
    this.printedAt = Date.now();
    this.#ring.append(chunk);
    for (const viewer of this.#viewers) viewer.pump(this.#ring);
    this.#balance();
    if (!this.watched) {
      const terminal = this.#terminal;
      terminal?.stream.pause();
      setTimeout(() => this.#balance(), UNWATCHED_CHUNK_MS).unref();
    }
  }

  /** Reads on while one page at least keeps up: the fastest sets the pace, the others catch up or skip. */
  #balance(): void {
    const stream = this.#terminal?.stream;
    if (stream === undefined) return;
    const held = this.watched && [...this.#viewers].every((viewer) => viewer.isBehind(this.#ring));
    if (held) stream.pause();
    else if (stream.isPaused()) stream.resume();
  }

  #redraw(): void {
    const { cols, rows } = this.#size;
    this.#terminal?.resize({ cols, rows: Math.max(1, rows - 1) });
    setTimeout(() => this.#terminal?.resize(this.#size), 60).unref();
  }

  #say(text: string): void {
    this.#show(Buffer.from(`${this.#ring.end === 0 ? "" : PLAIN_SCREEN}\u001b[2m[${text}]\u001b[0m\r\n`));
  }

  #drop(): void {
    const terminal = this.#terminal;
    this.#terminal = null;
    this.#input.connect(null);
    terminal?.stream.on("error", () => undefined);
    terminal?.stream.destroy();
  }

  #become(state: TerminalState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.tell({ type: "state", state });
  }
}
