import http from "node:http";
import type { Duplex } from "node:stream";
import type { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { Seat } from "../../core/seat/port.ts";
import type { Cut } from "./cut-json.ts";
import { lie } from "./lie.ts";
import { readAll, readCut } from "./read-answer.ts";

export { lie } from "./lie.ts";
export { readAll } from "./read-answer.ts";

export interface EngineRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With its query; segments and values already encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** From sending to the last byte; default 20 s. */
  readonly timeoutMs?: number;
  /** An answer longer than this is a lie; default 4 MiB. Of one in JSON it is what is kept of it. */
  readonly maxBytes?: number;
  /** Of an answer in JSON: bytes of one text, and items of one list; the rest is cut. */
  readonly textBytes?: number;
  readonly items?: number;
  /** Told when something of the answer was cut. */
  readonly onCut?: (cut: Cut) => void;
}

export interface EngineAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface EngineStreamRequest extends Omit<
  EngineRequest,
  "body" | "timeoutMs" | "maxBytes" | "textBytes" | "items" | "onCut"
> {
  /** Sent as it is, for instance a tar of the build context. */
  readonly upload?: { readonly type: string; readonly bytes: Buffer };
  /** Until the headers are there; default 60 s. The stream itself is bounded by whoever reads it. */
  readonly headersTimeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
/** Longer texts of an honest engine are a student's: a label, a setting, a command. Below what schemas take. */
const TEXT_BYTES = 16_000;
const ITEMS = 2000;
/** What is cut has to be read all the same. */
const READ_FACTOR = 16;

/**
 * The engine inside one seat: HTTP over `docker system dial-stdio`, connections kept and used again until
 * `close`. Node's own client and not a Docker library, because those gather whole answers in memory, and the
 * engine of a student's seat may have been replaced by one that never stops answering: here every answer
 * has a bound in bytes and in time, and is parsed by a schema.
 *
 * Errors: SEAT_UNAVAILABLE when the seat or its engine is gone, TIMED_OUT, SEAT_LIES when the answer is not
 * what an engine says. An abort rejects with the signal's reason.
 */
export class Engine {
  readonly #agent: SeatAgent;

  constructor(seat: Seat<Duplex>) {
    this.#agent = new SeatAgent(seat);
  }

  /** The whole answer as it is, whatever its status. */
  call(request: EngineRequest): Promise<EngineAnswer> {
    return this.#exchange(request, (response, signal) =>
      readAll(response, request.maxBytes ?? DEFAULT_MAX_BYTES, signal),
    );
  }

  /** An answer in JSON, with what is too long in it cut. */
  ask(request: EngineRequest): Promise<EngineAnswer> {
    const keptBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;
    const limits = {
      textBytes: request.textBytes ?? TEXT_BYTES,
      items: request.items ?? ITEMS,
      keptBytes,
      readBytes: keptBytes * READ_FACTOR,
    };
    return this.#exchange(request, (response, signal) => readCut(response, limits, signal, request.onCut));
  }

  async #exchange(
    request: EngineRequest,
    read: (response: http.IncomingMessage, signal: AbortSignal) => Promise<Buffer>,
  ): Promise<EngineAnswer> {
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const timeout = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
    try {
      const response = await this.#send(request, signal, body, "application/json");
      return {
        status: response.statusCode ?? 0,
        body: await read(response, signal),
      };
    } catch (cause) {
      throw asFault(cause, request, timeout);
    }
  }

  /** The answer of a call that must succeed, parsed. */
  async json<T>(request: EngineRequest, schema: z.ZodType<T>): Promise<T> {
    return this.parse(request, await this.ask(request), schema);
  }

  /** The same for an answer that is there already. */
  parse<T>(request: EngineRequest, answer: EngineAnswer, schema: z.ZodType<T>): T {
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return parseAnswer(request, answer.body, schema);
  }

  /** A call whose answer does not matter. `accept` lists statuses that are as good as success (404 on delete). */
  async act(request: EngineRequest, accept: readonly number[] = []): Promise<void> {
    const answer = await this.call(request);
    const isGood = (answer.status >= 200 && answer.status <= 299) || accept.includes(answer.status);
    if (!isGood && answer.status !== 304) throw refusal(request, answer);
  }

  /** The answer as a stream, as soon as its headers are there. The reader destroys it. */
  async stream(request: EngineStreamRequest): Promise<http.IncomingMessage> {
    const headers = AbortSignal.timeout(request.headersTimeoutMs ?? 60_000);
    const signal = request.signal === undefined ? headers : AbortSignal.any([headers, request.signal]);
    const open = new AbortController();
    const stop = () => open.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      const whole =
        request.signal === undefined ? open.signal : AbortSignal.any([open.signal, request.signal]);
      return await this.#send(request, whole, request.upload?.bytes, request.upload?.type);
    } catch (cause) {
      throw asFault(cause, request, headers);
    } finally {
      // From here on only the caller's signal counts; it stays tied to the request.
      signal.removeEventListener("abort", stop);
    }
  }

  /** Drops every connection. Idle ones would otherwise hold a process in the seat. */
  close(): void {
    this.#agent.destroy();
  }

  #send(
    request: { readonly method: string; readonly path: string },
    signal: AbortSignal,
    body: Buffer | undefined,
    type: string | undefined,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = http.request({
        agent: this.#agent,
        method: request.method,
        path: request.path,
        signal,
        headers: {
          host: "docker",
          ...(body === undefined ? {} : { "content-type": type ?? "", "content-length": body.length }),
        },
      });
      outgoing.on("response", (response) => {
        // An answer that nobody reads any more may still break off: that is no news for anybody.
        response.on("error", () => undefined);
        resolve(response);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

/** Dials the seat for every connection that Node's client asks for. */
class SeatAgent extends http.Agent {
  readonly #seat: Seat<Duplex>;

  constructor(seat: Seat<Duplex>) {
    super({ keepAlive: true, maxFreeSockets: 2 });
    this.#seat = seat;
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    this.#seat.dial(["docker", "system", "dial-stdio"]).then(
      (stream) => done?.(null, asSocket(stream)),
      (error: unknown) =>
        done?.(error instanceof Error ? error : new Error(String(error)), undefined as unknown as Duplex),
    );
    // Nothing yet: the callback brings it, as the agent allows.
    return undefined;
  }
}

/** Node's client calls these on every connection; a stream that is no TCP socket has no use for them. */
export function asSocket(stream: Duplex): Duplex {
  const nothing = () => stream;
  for (const name of ["setKeepAlive", "setNoDelay", "setTimeout", "ref", "unref"]) {
    if (!(name in stream)) Object.defineProperty(stream, name, { value: nothing });
  }
  return stream;
}

function parseAnswer<T>(request: EngineRequest, body: Buffer, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw lie(`${request.method} ${request.path}: no JSON`, cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw lie(`${request.method} ${request.path}: ${firstIssue(parsed.error)}`);
  return parsed.data;
}

/** One of them tells enough, and writing all of them out takes as long as a hostile engine likes. */
function firstIssue({ issues: [first] }: z.ZodError): string {
  return `${(first?.path ?? []).join(".").slice(0, 200)}: ${(first?.message ?? "").slice(0, 300)}`;
}

/** The engine's own words about a refused call, bounded. */
export function engineMessage(body: Buffer): string {
  const text = body.toString("utf8").slice(0, 20_000);
  try {
    const message = (JSON.parse(text) as { message?: unknown } | null)?.message;
    return (typeof message === "string" ? message : text).slice(0, 2000);
  } catch {
    return text.slice(0, 2000);
  }
}

function refusal(
  request: { readonly method: string; readonly path: string },
  answer: EngineAnswer,
): AppError {
  const message = engineMessage(answer.body);
  return new AppError("SEAT_UNAVAILABLE", {
    message: `${request.method} ${request.path}: ${answer.status} ${message}`,
    userMessage: say("engine.refused", { reason: message.slice(0, 300) }),
  });
}

/**
 * Whatever a call or a stream of the engine broke off with, as the fault that it is; an AppError, and the
 * reason of an abort, as they are.
 */
export function asFault(
  cause: unknown,
  request: { readonly method: string; readonly path: string; readonly signal?: AbortSignal },
  timeout?: AbortSignal,
): unknown {
  if (cause instanceof AppError || request.signal?.aborted === true) return cause;
  if (timeout?.aborted === true) {
    return new AppError("TIMED_OUT", {
      message: `${request.method} ${request.path}: no answer in time`,
      userMessage: say("engine.too-slow"),
      cause,
    });
  }
  const code = (cause as { code?: unknown }).code;
  // The HTTP parser's own words for what is no HTTP; an end in the middle is only an end.
  if (typeof code === "string" && code.startsWith("HPE_") && code !== "HPE_INVALID_EOF_STATE") {
    return lie(`${request.method} ${request.path}: no HTTP (${code})`, cause);
  }
  return new AppError("SEAT_UNAVAILABLE", {
    message: `${request.method} ${request.path}: ${String(cause)}`,
    userMessage: say("engine.ended"),
    cause,
  });
}
