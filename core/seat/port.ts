import type { RegistryAccess } from "../registry/access.ts";

/**
 * The port behind which every seat host stands: Incus, a laptop's Docker, a fake for tests.
 * `Stream` is the platform's duplex byte stream (Node's `Duplex` in `server/`), kept out of core.
 */

/** What `AbortSignal` is to us, so that core needs neither DOM nor Node. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface SeatLimits {
  readonly memoryBytes: number;
  readonly processes: number;
  /** 1 is one core. */
  readonly cpus: number;
  readonly diskBytes: number;
}

export type SeatState = "none" | "asleep" | "waking" | "awake";

export interface SeatUsage {
  readonly state: SeatState;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly processes: number;
  /** Of one asleep: set when the machine needed its memory, and nobody asked for it. */
  readonly sleptFor?: "memory" | null;
}

/** Memory of the machine that seats run on. */
export interface HostMemory {
  readonly totalBytes: number;
  /** What programs that start now could have. */
  readonly availableBytes: number;
  /** Share of the last ten seconds in which everything waited for memory, in per cent; null where unknown. */
  readonly stalledPercent: number | null;
}

export interface ExecOptions {
  readonly signal?: CancelSignal;
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Bytes for standard input, closed after them. */
  readonly input?: Uint8Array | string;
  /** Output beyond this many bytes ends the command with `truncated`; default 4 MiB. */
  readonly maxOutputBytes?: number;
  /** Called with every chunk as it comes, before decoding. */
  readonly onOutput?: (chunk: Uint8Array, stream: "stdout" | "stderr") => void;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalOptions extends TerminalSize {
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A command with a terminal of its own in a seat. */
export interface SeatTerminal<Stream = unknown> {
  /**
   * What is typed goes in, what the terminal shows comes out, both raw. Not reading holds the command up.
   * Destroying it hangs the terminal up; it breaks or ends when the command or the seat does.
   */
  readonly stream: Stream;
  resize(size: TerminalSize): void;
  /** Exit code once the command has ended by itself; null when the terminal was hung up or its seat went away. */
  readonly exited: Promise<number | null>;
}

/** A regular file to put into a seat. `mode` defaults to 0o644. */
export interface SeatFile {
  readonly path: string;
  readonly content: Uint8Array | string;
  readonly mode?: number;
}

/**
 * One running seat. Everything it says may be a lie when a student has been in it: callers bound and parse.
 * All methods throw AppError SEAT_UNAVAILABLE when the seat or its host is gone.
 */
export interface Seat<Stream = unknown> {
  /** Name at the seat host; never contains anything that a user typed. */
  readonly name: string;
  readonly limits: SeatLimits;
  /** Runs a command as root in the seat. A non-zero exit is a value; a timeout is exit 124. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Runs a command with its stdin and stdout as one byte stream; destroying the stream kills the command. */
  dial(command: readonly string[], options?: { readonly signal?: CancelSignal }): Promise<Stream>;
  /** Runs a command as root with a terminal. What is typed counts as use of the seat, what it prints does not. */
  openTerminal(options: TerminalOptions): Promise<SeatTerminal<Stream>>;
  /** When something was last asked of the seat in this process, milliseconds since 1970. */
  lastUsedAt(): number;
  /** Replaces `directory` by exactly these files (one archive, no links). Paths are relative, checked here again. */
  putFiles(directory: string, files: readonly SeatFile[], signal?: CancelSignal): Promise<void>;
  usage(): Promise<SeatUsage>;
  /** Something is under way in it: it is not put to sleep before the returned function is called (twice is fine). */
  keep(): () => void;
}

export interface OpenOptions {
  readonly signal?: CancelSignal;
  readonly onState?: (state: "cloning" | "waking" | "ready") => void;
  /** Told, in words, when the student gets another seat than the one they had, or it was put to sleep for others. */
  readonly onNotice?: (text: string) => void;
  /**
   * A seat that runs is handed over without asking its engine whether it answers, which takes 0.1 s. Whoever
   * then meets a dead engine opens the seat again without this, which starts it anew.
   */
  readonly trustRunning?: boolean;
}

export interface GradingSeat<Stream = unknown> extends Seat<Stream> {
  /** Deletes it. Never throws; safe to call twice. */
  discard(): Promise<void>;
}

export interface SeatHostDescription {
  readonly kind: "incus" | "docker" | "fake";
  readonly version: string;
  /** True when base images are stand-ins built from Debian's packages (no registry within reach). */
  readonly standIns: boolean;
  readonly limits: SeatLimits;
  /**
   * What builds through the engine's API must be given as build arguments HTTP_PROXY, HTTPS_PROXY and NO_PROXY;
   * null where base images know the way out by themselves.
   */
  readonly buildProxy?: { readonly url: string; readonly except: string } | null;
}

export interface SeatHost<Stream = unknown> {
  describe(): Promise<SeatHostDescription>;
  /** The student's own seat: taken from the reserve, cloned, or woken; resolves once its engine answers. */
  openSeat(studentId: string, options?: OpenOptions): Promise<Seat<Stream>>;
  /**
   * The student's own seat if it is awake, otherwise null: never makes, wakes or repairs one. What is asked of it
   * counts as use of the seat, unless `watching`: a page that only looks keeps nobody's seat awake.
   */
  findSeat(studentId: string, options?: { readonly watching?: boolean }): Promise<Seat<Stream> | null>;
  /** State without waking it. */
  inspectSeat(studentId: string): Promise<SeatUsage>;
  sleepSeat(studentId: string): Promise<void>;
  discardSeat(studentId: string): Promise<void>;
  /** The student's way into the class registry, which their seat has as well; null where there is none. */
  getRegistryAccess(studentId: string): Promise<RegistryAccess | null>;
  /** A fresh clone that no student has touched, for one attempt. */
  takeGradingSeat(options?: OpenOptions): Promise<GradingSeat<Stream>>;
  /** Memory of the machine behind it; null where nobody can say. */
  memory(): Promise<HostMemory | null>;
  /**
   * Puts idle seats to sleep (sooner when memory is short: the longest idle first), deletes left-over grading
   * seats, sizes the reserve. Called by a timer.
   */
  tend(): Promise<void>;
  close(): Promise<void>;
}
