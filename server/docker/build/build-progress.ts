import type { ParsedDockerfile } from "../../../core/dockerfile/parse-dockerfile.ts";
import { resolveStepLine } from "../../../core/dockerfile/resolve-step-line.ts";
import type { BuildStep } from "../../../core/run/build-step.ts";
import type { RunEventBody } from "../../../core/run/event.ts";
import type { BuildTrace, TraceLog, TraceStatus, TraceVertex } from "./decode-trace.ts";
import type { LogBuffer } from "./log-buffer.ts";
import { buildkitBytes, colour } from "./log-style.ts";

interface Vertex {
  step: BuildStep;
  /** BuildKit's own numbering: in the order in which steps begin. */
  number: number;
  /** A line that has not ended yet. */
  partial: string;
  decoder: TextDecoder;
  statuses: Map<string, "shown" | "done">;
  isOpen: boolean;
}

/** A build of more steps than this is no build of a student. */
const MAX_VERTEXES = 2000;
const MAX_STATUSES = 500;
/** A line without end is broken here. */
const LONGEST_LINE = 16 * 1024;
/** The solver's look at a step that it knows; nothing that runs is as quick. */
const REPEATED_MS = 5;
const WRITTEN_AT_ONCE = 256 * 1024;
/** How much of a step's output is kept to explain its failure. */
const TAIL = 4000;

/**
 * Turns BuildKit's traces into events: steps with their Dockerfile lines, progress, and the log as BuildKit's
 * plain progress prints it. Everything that a trace says is bounded here.
 */
export class BuildProgress {
  readonly #vertexes = new Map<string, Vertex>();
  readonly #tails = new Map<string, string>();
  readonly #dockerfile: ParsedDockerfile;
  readonly #log: LogBuffer;
  readonly #emit: (event: RunEventBody) => void;
  #started = 0;

  constructor(dockerfile: ParsedDockerfile, log: LogBuffer, emit: (event: RunEventBody) => void) {
    this.#dockerfile = dockerfile;
    this.#log = log;
    this.#emit = emit;
  }

  take(trace: BuildTrace): void {
    for (const vertex of trace.vertexes) this.#takeVertex(vertex);
    for (const status of trace.statuses) this.#takeStatus(status);
    for (const log of trace.logs) this.#takeLog(log);
    for (const warning of trace.warnings)
      this.#log.write(null, `${colour.yellow}WARN: ${warning}${colour.off}\n`);
  }

  get steps(): BuildStep[] {
    return [...this.#vertexes.values()].map((vertex) => vertex.step);
  }

  /** The step that failed first, and the end of what it printed. */
  failure(): { step: BuildStep; output: string } | null {
    const failed = this.steps.find((step) => step.state === "failed");
    return failed === undefined ? null : { step: failed, output: this.#tails.get(failed.id) ?? "" };
  }

  /** The step that is under way (the last one that began), for a build that is stopped. */
  current(): BuildStep | null {
    return this.steps.findLast((step) => step.state === "running" && step.line !== null) ?? null;
  }

  /** Ends the log and the steps that still ran, when the build ends before they do. */
  finish(state: "canceled" | "failed"): void {
    for (const vertex of this.#vertexes.values()) {
      this.#endLine(vertex);
      if (vertex.step.state !== "running" && vertex.step.state !== "pending") continue;
      const isRunning = vertex.step.state === "running";
      if (isRunning)
        this.#print(vertex, `${colour.red}${state === "canceled" ? "CANCELED" : "STOPPED"}${colour.off}\n`);
      this.#update(vertex, { state: "canceled" });
    }
    this.#log.flush();
  }

  #takeVertex(seen: TraceVertex): void {
    const vertex = this.#find(seen);
    if (vertex === null) return;
    if (vertex.isOpen || seen.startedAt === null) {
      if (seen.completedAt !== null && vertex.isOpen) this.#close(vertex, seen, seen.completedAt);
      return;
    }
    if (isRepeated(vertex, seen)) {
      if (seen.cached && vertex.step.state === "done")
        this.#update(vertex, { state: "cached", durationMs: 0 });
      return;
    }
    this.#open(vertex, seen.startedAt);
    if (seen.completedAt !== null) this.#close(vertex, seen, seen.completedAt);
  }

  #find(seen: TraceVertex): Vertex | null {
    const known = this.#vertexes.get(seen.digest);
    if (known !== undefined) return known;
    if (this.#vertexes.size >= MAX_VERTEXES || seen.digest === "") return null;
    const name = displayName(seen.name);
    const place = resolveStepLine(this.#dockerfile, name);
    const vertex: Vertex = {
      step: {
        id: seen.digest.slice(0, 100),
        name,
        state: "pending",
        line: place.line,
        stage: place.stage,
        startedAt: null,
        durationMs: null,
        error: null,
      },
      number: 0,
      partial: "",
      decoder: new TextDecoder(),
      statuses: new Map(),
      isOpen: false,
    };
    this.#vertexes.set(seen.digest, vertex);
    this.#emitStep(vertex);
    return vertex;
  }

  #open(vertex: Vertex, startedAt: number): void {
    if (vertex.number === 0) vertex.number = this.#started += 1;
    vertex.isOpen = true;
    this.#print(vertex, `${colour.blue}${vertex.step.name}${colour.off}\n`);
    this.#update(vertex, {
      state: "running",
      startedAt: vertex.step.startedAt ?? startedAt,
      durationMs: null,
    });
  }

  #close(vertex: Vertex, seen: TraceVertex, completedAt: number): void {
    vertex.isOpen = false;
    this.#endLine(vertex);
    const durationMs = Math.max(0, completedAt - (vertex.step.startedAt ?? completedAt));
    if (seen.error !== "") {
      const isCanceled = /context canceled/i.test(seen.error);
      this.#print(
        vertex,
        `${colour.red}${isCanceled ? "CANCELED" : `ERROR: ${seen.error}`}${colour.off}\n\n`,
      );
      this.#update(vertex, { state: isCanceled ? "canceled" : "failed", durationMs, error: seen.error });
      return;
    }
    const end = seen.cached ? "CACHED" : `DONE ${(durationMs / 1000).toFixed(1)}s`;
    this.#print(vertex, `${colour.green}${end}${colour.off}\n\n`);
    this.#update(vertex, {
      state: seen.cached ? "cached" : "done",
      durationMs: seen.cached ? 0 : durationMs,
      error: null,
    });
  }

  #takeStatus(status: TraceStatus): void {
    const vertex = this.#vertexes.get(status.vertex);
    if (vertex === undefined) return;
    const shown = vertex.statuses.get(status.id);
    if (shown === "done" || (shown === undefined && vertex.statuses.size >= MAX_STATUSES)) return;
    const { completedAt } = status;
    const isDone = completedAt !== null;
    vertex.statuses.set(status.id, isDone ? "done" : "shown");
    const label = status.name.slice(0, 200);
    if (isDone) {
      const ms = completedAt - (status.startedAt ?? completedAt);
      const size =
        status.total > 0 ? ` ${buildkitBytes(status.current)} / ${buildkitBytes(status.total)}` : "";
      this.#print(vertex, `${label}${size} ${(Math.max(0, ms) / 1000).toFixed(1)}s done\n`);
    } else if (shown === undefined) this.#print(vertex, `${label}\n`);
    this.#emitAfterLog({
      type: "progress",
      stepId: vertex.step.id,
      label,
      current: isDone && status.total > 0 ? status.total : status.current,
      total: status.total > 0 ? status.total : null,
    });
  }

  #takeLog(log: TraceLog): void {
    const vertex = this.#vertexes.get(log.vertex);
    if (vertex === undefined) return;
    const text = vertex.decoder.decode(log.bytes, { stream: true });
    this.#tails.set(vertex.step.id, ((this.#tails.get(vertex.step.id) ?? "") + text).slice(-TAIL));
    const since = Math.max(0, (log.at ?? 0) - (vertex.step.startedAt ?? log.at ?? 0)) / 1000;
    const prefix = `${colour.dim}#${vertex.number} ${since.toFixed(3)}${colour.off} `;
    const whole = vertex.partial + text;
    let out = "";
    let from = 0;
    for (let end = whole.indexOf("\n"); end !== -1; end = whole.indexOf("\n", from)) {
      out += `${prefix}${whole.slice(from, end)}\n`;
      from = end + 1;
      // A prefix is longer than most lines: written on the way, it counts before it has grown.
      if (out.length < WRITTEN_AT_ONCE) continue;
      this.#log.write(vertex.step.id, out);
      out = "";
      if (this.#log.isFull) return;
    }
    vertex.partial = whole.slice(from);
    if (vertex.partial.length > LONGEST_LINE) {
      out += `${prefix}${vertex.partial}\n`;
      vertex.partial = "";
    }
    if (out !== "") this.#log.write(vertex.step.id, out);
  }

  #endLine(vertex: Vertex): void {
    if (vertex.partial === "") return;
    this.#log.write(vertex.step.id, `${colour.dim}#${vertex.number}${colour.off} ${vertex.partial}\n`);
    vertex.partial = "";
  }

  #print(vertex: Vertex, text: string): void {
    this.#log.write(vertex.step.id, `${colour.dim}#${vertex.number}${colour.off} ${text}`);
  }

  #update(vertex: Vertex, change: Partial<BuildStep>): void {
    vertex.step = { ...vertex.step, ...change };
    this.#emitStep(vertex);
  }

  #emitStep(vertex: Vertex): void {
    this.#emitAfterLog({ type: "step", step: vertex.step });
  }

  /** The log that came before an event is sent before it. */
  #emitAfterLog(event: RunEventBody): void {
    this.#log.flush();
    this.#emit(event);
  }
}

/** A step that has ended is told again by the solver, with an end that took no time: that is no second run. */
function isRepeated(vertex: Vertex, seen: TraceVertex): boolean {
  return (
    vertex.step.durationMs !== null &&
    seen.error === "" &&
    seen.completedAt !== null &&
    seen.completedAt - (seen.startedAt ?? 0) < REPEATED_MS
  );
}

/** The names of the two steps by which a context that was sent reaches BuildKit, in the words of the CLI. */
function displayName(name: string): string {
  if (name === "[internal] load remote build context") return "[internal] load build context";
  return name === "copy /context /" ? "[internal] unpack build context" : name;
}
