import type { Duplex } from "node:stream";
import { z } from "zod";
import { explainFailure } from "../../../core/dockerfile/explain-failure.ts";
import type { ParsedDockerfile } from "../../../core/dockerfile/parse-dockerfile.ts";
import { isAppError } from "../../../core/errors.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { parseApart } from "../../parsers/parse-apart.ts";
import { asFault, type Engine, engineMessage, lie, readAll } from "../engine.ts";
import { imageList } from "../engine-schemas.ts";
import { readSeatFacts, type SeatFacts } from "../seat-facts.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildRequest, RunBuildOutcome } from "./build-request.ts";
import { decodeTrace } from "./decode-trace.ts";
import { explainLimit, nameStep, size } from "./explain-limit.ts";
import { LogBuffer } from "./log-buffer.ts";
import { colour } from "./log-style.ts";
import { packContext, textOf } from "./pack-context.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { openSecretSession, type SecretSession } from "./secret-session.ts";

/** One line of the engine's stream: a trace of many steps, base64. BuildKit sends log in pieces of 32 KiB. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** What a build may say in all: its log in base64 with what is around each line, and as much for its steps. */
const TRACE_SHARE = 8;
const TRACE_BYTES = 64 * 1024 * 1024;
/** BuildKit tells ten times a second how far it is, and log in pieces of some bytes at least. */
const TRACE_LINES = 100_000;
/** A refusal is one short answer. */
const REFUSAL_MS = 20_000;

const buildLine = z.object({
  id: z.string().optional(),
  aux: z.union([z.string(), z.object({ ID: z.string() })]).optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string() }).optional(),
});

/** Builds on the engine of a seat and says how it went. Events come as the engine tells; no report yet. */
export async function runBuild(
  seat: Seat<Duplex>,
  engine: Engine,
  request: BuildRequest,
): Promise<RunBuildOutcome> {
  const file = request.files.find((one) => one.path === "Dockerfile");
  if (file === undefined) return fail("There is no file named Dockerfile.", null);
  const text = textOf(file.content);
  if (text.includes("\0") || text.includes("\uFFFD"))
    return fail("The Dockerfile is not a text in UTF-8.", 1);
  try {
    return await readAndBuild(seat, engine, request, text);
  } catch (error) {
    // The student's files are too much to be read: theirs to know, and no fault.
    if (isAppError(error) && error.code === "TOO_LARGE") return fail(error.userMessage, null);
    throw error;
  }
}

async function readAndBuild(
  seat: Seat<Duplex>,
  engine: Engine,
  request: BuildRequest,
  text: string,
): Promise<RunBuildOutcome> {
  const { excess, syntax, dockerfile } = await parseApart("readDockerfile", text);
  if (excess !== null) return fail(excess, null);
  if (syntax.status === "unknown") return fail(syntax.message, syntax.line);
  if (syntax.status === "blanked") request.emit({ type: "notice", level: "info", text: syntax.notice });
  const build = new Build(seat, engine, request, dockerfile);
  return build.run(await packContext(request.files, syntax.text));
}

const fail = (message: string, line: number | null) => ({ status: "failed", message, line }) as const;

class Build {
  readonly #seat: Seat<Duplex>;
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #dockerfile: ParsedDockerfile;
  readonly #log: LogBuffer;
  readonly #progress: BuildProgress;
  /** Closing the connection is what stops a build, whoever wants it stopped. */
  readonly #stop = new AbortController();
  #stoppedBy: "log" | "time" | null = null;

  constructor(seat: Seat<Duplex>, engine: Engine, request: BuildRequest, dockerfile: ParsedDockerfile) {
    this.#seat = seat;
    this.#engine = engine;
    this.#request = request;
    this.#dockerfile = dockerfile;
    this.#log = new LogBuffer(request.emit, request.limits.logBytes, () => this.#stopBy("log"));
    this.#progress = new BuildProgress(dockerfile, this.#log, request.emit);
  }

  async run(context: Buffer): Promise<RunBuildOutcome> {
    const { signal } = this.#request;
    const cancel = () => this.#stop.abort();
    signal.addEventListener("abort", cancel, { once: true });
    const timer = setTimeout(() => this.#stopBy("time"), this.#request.limits.seconds * 1000);
    let session: SecretSession | null = null;
    try {
      if (signal.aborted) cancel();
      // The ping opens the connection that the build then takes, while the facts are read.
      const [before] = await Promise.all([
        readSeatFacts(this.#seat, this.#stop.signal),
        this.#engine.act({ method: "GET", path: "/_ping", signal: this.#stop.signal }),
      ]);
      const { secrets } = this.#request;
      if (secrets !== undefined && secrets.size > 0) {
        session = await openSecretSession(this.#seat, secrets, this.#stop.signal);
      }
      const answer = await this.#follow(context, before, session);
      return "imageId" in answer
        ? {
            status: "built",
            imageId: answer.imageId,
            steps: this.#progress.steps,
            dockerfile: this.#dockerfile,
            askedSecrets: session?.asked ?? new Set(),
          }
        : await this.#explain(answer.error, before);
    } catch (error) {
      if (signal.aborted) {
        this.#progress.finish("canceled");
        return { status: "canceled" };
      }
      const stopped = this.#limitMessage();
      this.#progress.finish("failed");
      if (stopped === null) throw error;
      return stopped;
    } finally {
      session?.close();
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      this.#log.flush();
    }
  }

  #stopBy(reason: "log" | "time"): void {
    this.#stoppedBy ??= reason;
    this.#stop.abort();
  }

  async #follow(
    context: Buffer,
    facts: SeatFacts,
    session: SecretSession | null,
  ): Promise<{ imageId: string } | { error: string }> {
    const query = new URLSearchParams({
      version: "2",
      t: this.#request.tag,
      buildargs: JSON.stringify(facts.buildArguments),
    });
    if (session !== null) query.set("session", session.id);
    const { signal } = this.#stop;
    const call = { method: "POST", path: `/build?${query.toString()}`, signal } as const;
    const stream = await this.#engine.stream({
      ...call,
      upload: { type: "application/x-tar", bytes: context },
    });
    let imageId: string | null = null;
    try {
      if (stream.statusCode !== 200) {
        const timeout = AbortSignal.any([signal, AbortSignal.timeout(REFUSAL_MS)]);
        return { error: engineMessage(await readAll(stream, 64 * 1024, timeout)) };
      }
      const { logBytes } = this.#request.limits;
      const limits = {
        maxLineBytes: MAX_LINE_BYTES,
        maxBytes: logBytes * TRACE_SHARE + TRACE_BYTES,
        maxLines: Math.ceil(logBytes / 16) + TRACE_LINES,
      };
      for await (const value of readJsonLines(stream, limits)) {
        this.#stop.signal.throwIfAborted();
        const line = buildLine.safeParse(value);
        if (!line.success) throw lie("a build line of another shape");
        const { id, aux, error, errorDetail } = line.data;
        if (id === "moby.buildkit.trace" && typeof aux === "string") {
          const trace = decodeTrace(Buffer.from(aux, "base64"));
          if (trace !== null) this.#progress.take(trace);
        } else if (id === "moby.image.id" && typeof aux === "object") imageId = aux.ID;
        const message = errorDetail?.message ?? error;
        if (message !== undefined) return { error: message };
      }
    } catch (error) {
      throw asFault(error, call);
    } finally {
      stream.destroy();
    }
    if (imageId === null || !/^sha256:[0-9a-f]{64}$/.test(imageId)) throw lie("a build without an image");
    return { imageId };
  }

  async #explain(error: string, before: SeatFacts): Promise<RunBuildOutcome> {
    this.#progress.finish("failed");
    const failed = this.#progress.failure();
    const [images, after] = await Promise.all([
      this.#baseImages(),
      readSeatFacts(this.#seat, this.#request.signal),
    ]);
    if (this.#request.signal.aborted) return { status: "canceled" };
    const failure = explainFailure({
      dockerfile: this.#dockerfile,
      // Patterns are held against it.
      error: error.slice(0, 4000),
      step:
        failed === null ? null : { ...failed.step, error: failed.step.error ?? "", output: failed.output },
      images,
    });
    const limit =
      failed === null
        ? null
        : explainLimit({
            step: failed.step,
            output: failed.output,
            exitCode: failure.exitCode,
            limits: this.#seat.limits,
            before: before.memory,
            after: after.memory,
          });
    this.#printFailure(limit?.message ?? failure.message, failure.line);
    // What the failed step wrote would keep the seat's disk full, and every later build would fail for it.
    if (limit?.resource === "disk") await this.#prune();
    return limit === null
      ? fail(failure.message, failure.line)
      : { status: "limit", message: limit.message, line: failure.line };
  }

  async #prune(): Promise<void> {
    const { signal, emit } = this.#request;
    await this.#engine
      .act({ method: "POST", path: "/build/prune", signal, timeoutMs: 60_000 })
      .then(() =>
        emit({ type: "notice", level: "info", text: "Unused build cache was deleted to make room." }),
      )
      .catch(() => undefined);
  }

  /** Names of the images that this engine has, for the student who asked for one that it has not. */
  async #baseImages(): Promise<string[]> {
    try {
      const images = await this.#engine.json(
        { method: "GET", path: "/images/json", timeoutMs: 2000, signal: this.#request.signal },
        imageList,
      );
      return images.flatMap((image) => image.RepoTags).filter((tag) => tag !== this.#request.tag);
    } catch {
      return [];
    }
  }

  /** The lines around the one that failed, marked as the command line marks them. */
  #printFailure(message: string, line: number | null): void {
    const lines = textOf(this.#request.files.find((one) => one.path === "Dockerfile")?.content ?? "").split(
      "\n",
    );
    let out = "";
    if (line !== null) {
      out += `------\nDockerfile:${line}\n`;
      for (let at = Math.max(1, line - 2); at <= Math.min(lines.length, line + 2); at += 1) {
        out += `${String(at).padStart(4)} | ${at === line ? ">>> " : "    "}${(lines[at - 1] ?? "").slice(0, 300)}\n`;
      }
      out += "------\n";
    }
    this.#log.write(null, `${out}${colour.red}ERROR: ${message}${colour.off}\n`);
  }

  #limitMessage(): RunBuildOutcome | null {
    const step = this.#progress.current();
    const where = step === null ? "" : `, in ${nameStep(step)}`;
    const line = step?.line ?? null;
    const { logBytes, seconds } = this.#request.limits;
    if (this.#stoppedBy === "time") {
      return {
        status: "limit",
        message: `Your build was stopped: it took longer than the ${seconds} s that a build may take${where}.`,
        line,
      };
    }
    return this.#stoppedBy === null
      ? null
      : {
          status: "limit",
          message: `Your build was stopped: its log grew beyond the ${size(logBytes)} that are kept${where}.`,
          line,
        };
  }
}
