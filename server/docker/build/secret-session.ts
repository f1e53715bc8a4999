import { randomUUID } from "node:crypto";
import http2 from "node:http2";
import type { Duplex } from "node:stream";
import protobuf from "protobufjs/minimal.js";
import type { Seat } from "../../../core/seat/port.ts";
import { asFault, lie } from "../engine.ts";

/** What a builder asks back for while it builds, over a connection that it was given for that. */
export interface SecretSession {
  /** For the build's `session`. */
  readonly id: string;
  /** Ids of the secrets that it has asked for and was given. */
  readonly asked: ReadonlySet<string>;
  close(): void;
}

const GET_SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
/** BuildKit asks every few seconds whether the session is still there, and gives the build up otherwise. */
const HEALTH = "/grpc.health.v1.Health/Check";
const SERVING = 1;
const GRPC = { ok: "0", notFound: "5", unimplemented: "12" } as const;

const MAX_ANSWER_HEAD = 16 * 1024;
const OPEN_MS = 10_000;
/** A question is an id and some labels. */
const MAX_QUESTION = 64 * 1024;
/** A mount asks once a step, health twelve times a minute; more is no builder. */
const MAX_QUESTIONS = 20_000;
const AT_ONCE = 50;

/**
 * Opens the connection by which BuildKit asks for secrets (`POST /session`, then gRPC over HTTP/2 with the roles
 * turned: the engine is the client). Node's own HTTP/2 speaks it; the two messages are a few bytes. What asks is a
 * seat: questions are bounded in size and number, and only the given secrets are ever answered.
 *
 * Errors: SEAT_UNAVAILABLE, SEAT_LIES; an abort rejects with the signal's reason. Close it when the build has ended.
 */
export async function openSecretSession(
  seat: Seat<Duplex>,
  secrets: ReadonlyMap<string, Uint8Array>,
  signal: AbortSignal,
): Promise<SecretSession> {
  const id = randomUUID();
  const call = { method: "POST", path: "/session", signal } as const;
  const stream = await seat.dial(["docker", "system", "dial-stdio"], { signal });
  try {
    await upgrade(stream, id, signal);
  } catch (error) {
    stream.destroy();
    throw asFault(error, call);
  }
  const asked = new Set<string>();
  const session = http2.performServerHandshake(stream, {
    maxSessionMemory: 1,
    settings: { maxConcurrentStreams: AT_ONCE, enablePush: false },
  });
  const close = () => {
    signal.removeEventListener("abort", close);
    session.destroy();
    stream.destroy();
  };
  let questions = 0;
  session.on("stream", (question, headers) => {
    question.on("error", () => undefined);
    questions += 1;
    if (questions > MAX_QUESTIONS) close();
    else answer(question, String(headers[":path"]), secrets, asked);
  });
  // A session that breaks breaks the build, which tells about it in its own words.
  session.on("error", close);
  stream.on("error", close);
  signal.addEventListener("abort", close, { once: true });
  return { id, asked, close };
}

/** Asks for the connection by hand: Node's client keeps no connection that is no socket after an upgrade. */
async function upgrade(stream: Duplex, id: string, signal: AbortSignal): Promise<void> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)]);
  stream.write(
    [
      "POST /session HTTP/1.1",
      "Host: docker",
      "Connection: Upgrade",
      "Upgrade: h2c",
      `X-Docker-Expose-Session-Uuid: ${id}`,
      "X-Docker-Expose-Session-Name: drydock",
      `X-Docker-Expose-Session-Grpc-Method: ${GET_SECRET}`,
      "\r\n",
    ].join("\r\n"),
  );
  const head = await readHead(stream, stop);
  if (!/^HTTP\/1\.1 101 /.test(head)) throw lie(`POST /session: ${head.slice(0, 100)}`);
}

/** What comes after the empty line is HTTP/2 already, and is put back. */
function readHead(stream: Duplex, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const done = (settle: () => void) => {
      stream.pause();
      stream.off("data", take).off("error", fail).off("close", end);
      signal.removeEventListener("abort", abort);
      settle();
    };
    const fail = (error: Error) => done(() => reject(error));
    const end = () => fail(new Error("the connection ended"));
    const abort = () => fail(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    const take = (chunk: Buffer) => {
      read = Buffer.concat([read, chunk]);
      const end = read.indexOf("\r\n\r\n");
      if (end !== -1) {
        done(() => {
          if (read.length > end + 4) stream.unshift(read.subarray(end + 4));
          resolve(read.toString("latin1", 0, end));
        });
      } else if (read.length > MAX_ANSWER_HEAD) fail(lie("an endless answer to POST /session"));
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    stream.on("data", take).on("error", fail).on("close", end);
  });
}

function answer(
  question: http2.ServerHttp2Stream,
  path: string,
  secrets: ReadonlyMap<string, Uint8Array>,
  asked: Set<string>,
): void {
  if (path !== GET_SECRET) {
    question.resume();
    if (path === HEALTH) say(question, protobuf.Writer.create().uint32(8).int32(SERVING).finish());
    else refuse(question, GRPC.unimplemented);
    return;
  }
  let body = Buffer.alloc(0);
  question.on("data", (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]);
    if (body.length > MAX_QUESTION) question.close(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });
  question.on("end", () => {
    const id = readQuestion(body);
    const secret = id === null ? undefined : secrets.get(id);
    if (id === null || secret === undefined) {
      refuse(question, GRPC.notFound);
      return;
    }
    asked.add(id);
    say(question, protobuf.Writer.create().uint32(10).bytes(secret).finish());
  });
}

/** GetSecretRequest: field 1 is the id. A frame of gRPC has five bytes before its message. */
function readQuestion(frame: Buffer): string | null {
  try {
    const reader = protobuf.Reader.create(frame.subarray(5));
    let id: string | null = null;
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === 10) id = reader.string();
      else reader.skipType(tag & 7);
    }
    return id;
  } catch {
    return null;
  }
}

const HEADERS = { ":status": 200, "content-type": "application/grpc" } as const;

function say(question: http2.ServerHttp2Stream, message: Uint8Array): void {
  if (question.destroyed) return;
  question.respond(HEADERS, { waitForTrailers: true });
  question.on("wantTrailers", () => question.sendTrailers({ "grpc-status": GRPC.ok }));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  question.end(Buffer.concat([head, message]));
}

function refuse(question: http2.ServerHttp2Stream, status: string): void {
  if (question.destroyed) return;
  question.respond({ ...HEADERS, "grpc-status": status }, { endStream: true });
}
