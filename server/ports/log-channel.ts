import type { LogLine, SeatLogEvent } from "../../core/seat/log-events.ts";

/** Characters that wait for a slow page; then the seat's own streams wait. */
const ROOM_CHARACTERS = 512 * 1024;
/** In one event; a browser parses it in a few milliseconds. */
const EVENT_CHARACTERS = 128 * 1024;
/** What a line costs besides its text. */
const LINE_OVERHEAD = 60;

/** Between several logs that are read and one page that reads them: bounded, and sorted by time within a batch. */
export class LogChannel {
  #events: SeatLogEvent[] = [];
  #lines: LogLine[] = [];
  #characters = 0;
  #ended = false;
  #onMore: () => void = () => undefined;
  #onRoom: (() => void)[] = [];

  /** No line is added any more, and there is nothing left to take. */
  get over(): boolean {
    return this.#ended && this.#lines.length === 0 && this.#events.length === 0;
  }

  /** Resolves when there is room for the next one: whoever adds waits for it. */
  add(line: LogLine): Promise<void> {
    if (this.#ended) return Promise.resolve();
    this.#lines.push(line);
    this.#characters += line.text.length + LINE_OVERHEAD;
    this.#onMore();
    if (this.#characters < ROOM_CHARACTERS) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  /** Words of ours, after the lines that are there already. */
  say(event: SeatLogEvent): void {
    if (this.#ended) return;
    this.#flushLines();
    this.#events.push(event);
    this.#onMore();
  }

  end(event: SeatLogEvent | null): void {
    if (this.#ended) return;
    if (event !== null) this.say(event);
    this.#ended = true;
    this.#onMore();
    this.#giveRoom();
  }

  /** What has come since, in few events. */
  take(): SeatLogEvent[] {
    this.#flushLines();
    const events = this.#events;
    this.#events = [];
    this.#characters = 0;
    this.#giveRoom();
    return events;
  }

  /** Resolves when there is something to take, or nothing will come any more, or the time is over. */
  async more(timeoutMs: number): Promise<"more" | "quiet"> {
    if (this.#ended || this.#lines.length > 0 || this.#events.length > 0) return "more";
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve("quiet"), timeoutMs);
      this.#onMore = () => {
        clearTimeout(timer);
        this.#onMore = () => undefined;
        resolve("more");
      };
    });
  }

  #giveRoom(): void {
    const waiting = this.#onRoom;
    this.#onRoom = [];
    for (const go of waiting) go();
  }

  #flushLines(): void {
    // Stable: lines without a time, and those of one moment, stay in the order in which they came.
    const sorted = this.#lines.toSorted((one, other) =>
      one.at === "" || other.at === "" || one.at === other.at ? 0 : one.at < other.at ? -1 : 1,
    );
    this.#lines = [];
    let lines: LogLine[] = [];
    let characters = 0;
    for (const line of sorted) {
      lines.push(line);
      characters += line.text.length + LINE_OVERHEAD;
      if (characters < EVENT_CHARACTERS) continue;
      this.#events.push({ type: "lines", lines });
      lines = [];
      characters = 0;
    }
    if (lines.length > 0) this.#events.push({ type: "lines", lines });
  }
}
