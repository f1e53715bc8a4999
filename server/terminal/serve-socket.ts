import { setTimeout as pause } from "node:timers/promises";
import type { RawData, WebSocket } from "ws";
import type { ClientMessage, ServerMessage } from "../../core/terminal/protocol.ts";
import { clientMessage, MAX_INPUT_BYTES, OUTPUT_WINDOW_BYTES } from "../../core/terminal/protocol.ts";
import type { TerminalSession } from "./terminal-session.ts";
import { Viewer } from "./viewer.ts";

const PING_MS = 20_000;
/** Messages of one page: a burst of this many, and this many a second for ever. A flood is acknowledged 300 times a second. */
const BURST = 4000;
const PER_SECOND = 2000;
const MAX_BUFFERED_BYTES = 4 * OUTPUT_WINDOW_BYTES;
/** A page that reads nothing for this long, while it is told what it has asked for, is gone. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 20;
const POLICY_VIOLATION = 1008;

export interface ServedSocket {
  readonly session: TerminalSession;
  readonly from: number | null;
  /** The page tells which versions of files it shows. */
  readonly onKnown: (
    files: Readonly<Record<string, number>>,
    tell: (message: ServerMessage) => Promise<void>,
  ) => Promise<void>;
  /** Somebody wants the seat to stay awake. */
  readonly onKeep: () => void;
  readonly onClose: () => void;
}

/** One page's WebSocket at one terminal, from the handshake to its end. */
export function serveSocket(
  socket: WebSocket,
  { session, from, onKnown, onKeep, onClose }: ServedSocket,
): Viewer {
  // A page that asks and asks, or lies about what it has shown, and reads nothing, is cut off.
  const send = (data: Buffer | string) => {
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
    else socket.send(data, { binary: typeof data !== "string" }, () => undefined);
  };
  const sendMessage = (message: ServerMessage) => send(JSON.stringify(message));
  const viewer = new Viewer({ sendMessage, sendOutput: send });
  const allow = rateLimit();
  let alive = true;
  let telling = false;
  /** Many files are told no faster than the page reads. */
  const tellSlowly = async (message: ServerMessage) => {
    for (let waited = 0; socket.bufferedAmount > MAX_BUFFERED_BYTES / 2; waited += LOOK_MS) {
      if (waited >= PATIENCE_MS || socket.readyState !== socket.OPEN) socket.terminate();
      if (socket.readyState !== socket.OPEN) throw new Error("the page is gone");
      await pause(LOOK_MS);
    }
    sendMessage(message);
  };
  // Every answer reads all files: while one is on its way, the page has no reason to ask again.
  const tellKnown = (files: Readonly<Record<string, number>>) => {
    if (telling) return;
    telling = true;
    void onKnown(files, tellSlowly).finally(() => (telling = false));
  };
  const ping = setInterval(() => {
    // A connection that broke without a word is given up, so that it holds no terminal up.
    if (!alive) socket.terminate();
    alive = false;
    socket.ping(() => undefined);
  }, PING_MS);
  socket.on("pong", () => (alive = true));
  // Each is answered, and browsers send none by themselves.
  socket.on("ping", () => {
    if (!allow() || socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
  });
  socket.on("error", () => socket.terminate());
  socket.once("close", () => {
    clearInterval(ping);
    session.detach(viewer);
    onClose();
  });
  socket.on("message", (data: RawData, isBinary: boolean) => {
    alive = true;
    const bytes = data as Buffer;
    if (!allow() || (isBinary && bytes.length > MAX_INPUT_BYTES)) {
      socket.close(POLICY_VIOLATION, "too much");
      return;
    }
    if (isBinary) {
      session.type(bytes);
      return;
    }
    const message = parse(bytes);
    if (message === null) socket.close(POLICY_VIOLATION, "not understood");
    else if (message.type === "ack") session.acknowledge(viewer, message.offset);
    else if (message.type === "known") tellKnown(message.files);
    else if (message.type === "keep") onKeep();
    else session.resize(viewer, { cols: message.cols, rows: message.rows });
  });
  session.attach(viewer, from);
  return viewer;
}

function parse(bytes: Buffer): ClientMessage | null {
  try {
    return clientMessage.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return null;
  }
}

function rateLimit(): () => boolean {
  let tokens = BURST;
  let at = Date.now();
  return () => {
    const now = Date.now();
    tokens = Math.min(BURST, tokens + ((now - at) / 1000) * PER_SECOND);
    at = now;
    tokens -= 1;
    return tokens >= 0;
  };
}
