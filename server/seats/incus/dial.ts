import { Duplex } from "node:stream";
import { type RawData, WebSocket } from "ws";
import type { CancelSignal } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { BEGUN, type DialAct, type DialInput, type DialState, stepDial } from "./dial-state.ts";
import { IncusError } from "./incus-error.ts";
import { isUnstarted, retryUnstarted } from "./retry-unstarted.ts";
import { type ExecSession, startExec } from "./start-exec.ts";
import { waitOperation } from "./wait-operation.ts";

/** Last words of a dialled command that are kept for the message of an error. */
const KEPT_STDERR_BYTES = 4 * 1024;
/**
 * The seat host is asked this often whether it is still there: a network that loses everything breaks no
 * connection, and a build that says nothing for minutes is an honest one.
 */
const PING_MS = 5_000;
const MISSED_PINGS = 2;
const BEGIN = ["/bin/sh", "-c", `printf '${BEGUN}'; exec "$@"`, "sh"];
const BEGIN_MS = 60_000;
/** How long Incus may take to say why a command did not begin. */
const REASON_MS = 5_000;

/**
 * A command in an instance as one byte stream: what is written goes to its stdin, what it prints on stdout is
 * read. Back-pressure holds both ways. Destroying the stream kills the command's process group.
 */
export function dialInstance(
  incus: IncusConnection,
  instance: string,
  command: readonly string[],
  options: { readonly signal?: CancelSignal } = {},
): Promise<Duplex> {
  return retryUnstarted(() => dialOnce(incus, instance, command, options.signal), options.signal);
}

async function dialOnce(
  incus: IncusConnection,
  instance: string,
  command: readonly string[],
  signal?: CancelSignal,
): Promise<Duplex> {
  const session = await startExec(incus, instance, [...BEGIN, ...command]);
  // Listening from the first moment on: the command may begin before this side has seen all connections open.
  const { stream, begun } = asDuplex(session);
  const onAbort = () => {
    stream.destroy(new IncusError(499, "dial: cancelled"));
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  stream.once("close", () => signal?.removeEventListener("abort", onAbort));
  if (signal?.aborted === true) onAbort();
  const late = setTimeout(() => {
    stream.destroy(new IncusError(504, "dial: the command did not begin in time"));
  }, BEGIN_MS);
  try {
    await Promise.all([opened(session), begun]);
  } catch (error) {
    stream.destroy();
    if (signal?.aborted === true) throw error;
    // The operation knows what the broken connection does not tell.
    throw await waitOperation(incus, session.operation, { timeoutMs: REASON_MS }).then(
      () => error,
      (reason: unknown) => (isUnstarted(reason) ? reason : error),
    );
  } finally {
    clearTimeout(late);
  }
  return stream;
}

function opened(session: ExecSession): Promise<unknown> {
  return Promise.all(
    [session.control, session.stdin, session.stdout, session.stderr].map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          if (socket.readyState === WebSocket.OPEN) resolve();
          socket.once("open", () => resolve());
          socket.once("error", (cause) => reject(new IncusError(0, "dial: no way into the seat", cause)));
          socket.once("close", () => reject(new IncusError(0, "dial: closed before it was open")));
        }),
    ),
  );
}

/** Calls `onSilent` when the far side leaves several pings in a row without an answer. */
function askAlive(socket: WebSocket, onSilent: () => void): () => void {
  let missed = 0;
  socket.on("pong", () => (missed = 0));
  const timer = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (missed >= MISSED_PINGS) {
      clearInterval(timer);
      onSilent();
      return;
    }
    missed += 1;
    socket.ping(undefined, undefined, () => undefined);
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** `begun` settles once, with the first byte or with what came instead; it is not part of the stream. */
function asDuplex(session: ExecSession): { readonly stream: Duplex; readonly begun: Promise<void> } {
  const { stdin, stdout, stderr } = session;
  let lastWords = "";
  let state: DialState = "opening";
  stderr.on("message", (data: RawData, isBinary: boolean) => {
    if (isBinary) lastWords = (lastWords + (data as Buffer).toString("utf8")).slice(-KEPT_STDERR_BYTES);
  });
  const stream = new Duplex({
    // The far side may stop reading and go on writing, as TCP allows.
    allowHalfOpen: true,
    read() {
      if (stdout.isPaused) stdout.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      stdin.send(chunk, { binary: true }, (error) =>
        done(error === undefined || (error as Error | null) === null ? null : gone("write", error)),
      );
    },
    final(done) {
      if (stdin.readyState !== WebSocket.OPEN) done();
      else stdin.send("", { binary: false }, () => done());
    },
    destroy(error, done) {
      session.kill();
      // The kill needs the control connection for a moment longer.
      setTimeout(() => session.drop(), state === "ended" ? 0 : 700).unref();
      done(error);
    },
  });
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve, reject) => {
    stream.once("error", reject);
    begin = () => {
      stream.removeListener("error", reject);
      resolve();
    };
  });
  const happen = (input: DialInput) => {
    if (stream.destroyed) return;
    const step = stepDial(state, input);
    ({ state } = step);
    step.acts.forEach(act);
  };
  const broken = (cause?: unknown) => happen({ type: "broken", cause });
  stdout.on("message", (data: RawData, isBinary: boolean) =>
    happen(isBinary ? { type: "bytes", bytes: data as Buffer } : { type: "end" }),
  );
  stdout.on("close", () => broken());
  stdout.on("error", broken);
  // An error between the first byte and the caller's own listener must not end the process.
  stream.on("error", () => undefined);
  const stopAsking = askAlive(session.control, () => broken("no answer to pings"));
  stream.once("close", stopAsking);
  return { stream, begun };

  function act(what: DialAct): void {
    switch (what.do) {
      case "begin":
        begin();
        break;
      case "pass on":
        if (!stream.push(what.bytes)) stdout.pause();
        break;
      case "end":
        stream.push(null);
        break;
      case "destroy":
        stream.destroy(gone(what.why, what.cause));
    }
  }

  function gone(what: string, cause?: unknown): IncusError {
    return new IncusError(0, `dial: ${what}${lastWords === "" ? "" : ` (${lastWords.trim()})`}`, cause);
  }
}
