import { Duplex } from "node:stream";
import { type RawData, WebSocket } from "ws";
import type { SeatTerminal, TerminalOptions, TerminalSize } from "../../../core/seat/port.ts";
import type { IncusConnection } from "./connection.ts";
import { IncusError } from "./incus-error.ts";
import { incusRequest } from "./request.ts";
import { execShape, openExecSocket, SEAT_PATH } from "./start-exec.ts";
import { waitOperation } from "./wait-operation.ts";

const SIGHUP = 1;
const SIGKILL = 9;
/** The shell passes the hang-up on to its jobs; what does not heed it within this time is killed. */
const HANG_UP_MS = 700;
/** How long Incus may take to say how a command ended whose terminal has closed. */
const WAIT_MS = 5_000;

/** A command in an instance with a terminal of its own: one websocket for the bytes, one for size and signals. */
export async function openInstanceTerminal(
  incus: IncusConnection,
  instance: string,
  options: TerminalOptions,
  onInput: () => void,
): Promise<SeatTerminal<Duplex>> {
  const answer = await incusRequest(incus, "POST", `/1.0/instances/${instance}/exec`, {
    body: {
      command: options.command,
      "wait-for-websocket": true,
      interactive: true,
      width: options.cols,
      height: options.rows,
      cwd: options.cwd ?? "/root",
      environment: { HOME: "/root", PATH: SEAT_PATH, LANG: "C.UTF-8", ...options.environment },
    },
  });
  if (answer.operation === null) throw new IncusError(0, "terminal: Incus named no operation");
  const { fds } = execShape.parse(answer.metadata).metadata;
  const operation = new URL(answer.operation, incus.origin).pathname;
  const control = openExecSocket(incus, operation, fds["control"] ?? "");
  const bytes = openExecSocket(incus, operation, fds["0"] ?? "");
  const drop = () => {
    control.terminate();
    bytes.terminate();
  };
  // Without a listener the process would end; what an error means is decided where the stream closes.
  for (const socket of [control, bytes]) socket.on("error", () => undefined);
  try {
    await Promise.all([opened(control), opened(bytes)]);
  } catch (error) {
    drop();
    throw error;
  }
  const tell = (message: object) => {
    if (control.readyState === WebSocket.OPEN) control.send(JSON.stringify(message), () => undefined);
  };
  const stream = asDuplex(bytes, onInput, () => {
    tell({ command: "signal", signal: SIGHUP });
    setTimeout(() => {
      tell({ command: "signal", signal: SIGKILL });
      setTimeout(drop, 200).unref();
    }, HANG_UP_MS).unref();
  });
  const exited = new Promise<number | null>((resolve) => {
    // "end" comes before "close", and not at all when the terminal was hung up.
    stream.once("end", () => {
      // Incus calls the operation done only once its connections are closed.
      control.close();
      bytes.close();
      resolve(
        waitOperation(incus, operation, { timeoutMs: WAIT_MS }).then(
          (ended) => Number(ended.metadata?.["return"] ?? -1),
          () => null,
        ),
      );
    });
    stream.once("close", () => resolve(null));
  });
  return {
    stream,
    resize: ({ cols, rows }: TerminalSize) =>
      tell({ command: "window-resize", args: { width: String(cols), height: String(rows) } }),
    exited,
  };
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState === WebSocket.OPEN) resolve();
    socket.once("open", () => resolve());
    socket.once("error", (cause) => reject(new IncusError(0, "terminal: no way into the seat", cause)));
    socket.once("close", () => reject(new IncusError(0, "terminal: closed before it was open")));
  });
}

function asDuplex(bytes: WebSocket, onInput: () => void, hangUp: () => void): Duplex {
  let ended = false;
  const stream = new Duplex({
    // A screenful or two: what is printed beyond it waits in the seat.
    readableHighWaterMark: 64 * 1024,
    writableHighWaterMark: 16 * 1024,
    read() {
      if (bytes.isPaused) bytes.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      if (ended) {
        done();
        return;
      }
      onInput();
      bytes.send(chunk, { binary: true }, (error) =>
        done(error instanceof Error ? new IncusError(0, "terminal: write", error) : null),
      );
    },
    destroy(error, done) {
      if (!ended) hangUp();
      done(error);
    },
  });
  const end = () => {
    if (ended || stream.destroyed) return;
    ended = true;
    stream.push(null);
    // Nothing more can be typed: with its other half the stream is over.
    stream.end();
  };
  bytes.on("message", (data: RawData, isBinary: boolean) => {
    if (!isBinary) end();
    else if (!stream.push(data)) bytes.pause();
  });
  // Incus closes the connection with the end of the command and of the seat alike; `exited` tells them apart.
  bytes.on("close", end);
  return stream;
}
