import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { OwnSite } from "../put-up-site.ts";

/** A WebSocket of the attacker's own making, which can say what no browser would. */
export interface RawSocket {
  /** Of the handshake; 101 when it is open. */
  readonly status: number;
  readonly isClosed: () => boolean;
  /** The code that the site has closed it with; null before, 0 when it was cut. */
  readonly closeCode: () => number | null;
  /** Bytes of the terminal that came, and the last of them as text. */
  readonly outputBytes: () => number;
  readonly outputTail: () => string;
  /** Everything that came, of whatever kind. */
  readonly receivedBytes: () => number;
  readonly messages: () => readonly { readonly type?: string }[];
  /** A text frame with this as JSON. */
  tell(message: unknown): void;
  /** A binary frame: what is typed. */
  type(text: string): void;
  /** These very bytes. */
  raw(bytes: Buffer): void;
  /** Reads nothing from now on. */
  stall(): void;
  resume(): void;
  end(): void;
}

const KEPT = 20_000;
const ACKNOWLEDGE_BYTES = 64 * 1024;
export const op = { more: 0, text: 1, binary: 2, close: 8, ping: 9 } as const;

/** A frame as a client sends it. `claims`: the length that its header tells instead of the true one. */
export function frame(
  opcode: number,
  payload: Buffer,
  options: {
    readonly masked?: boolean;
    readonly final?: boolean;
    readonly bits?: number;
    readonly claims?: bigint;
  } = {},
): Buffer {
  const { masked = true, final = true, bits = 0, claims } = options;
  const length = claims ?? BigInt(payload.length);
  const first = (final ? 0x80 : 0) | bits | opcode;
  const size = length < 126n ? Number(length) : length < 65_536n ? 126 : 127;
  const head = Buffer.from([first, (masked ? 0x80 : 0) | size]);
  const long = Buffer.alloc(size === 126 ? 2 : size === 127 ? 8 : 0);
  if (size === 126) long.writeUInt16BE(Number(length));
  else if (size === 127) long.writeBigUInt64BE(length);
  // A mask of zeros changes nothing.
  return Buffer.concat([head, long, Buffer.alloc(masked ? 4 : 0), payload]);
}

export interface SocketAsked {
  readonly path: string;
  readonly cookie: string;
  readonly origin?: string;
  readonly host?: string;
  /** Tells the site what it has shown, as the page does. */
  readonly acknowledges?: boolean;
}

export function openRawSocket(site: OwnSite, asked: SocketAsked): Promise<RawSocket> {
  const { path, cookie, origin = site.origin, host = `localhost:${site.port}`, acknowledges = true } = asked;
  const socket = connect(site.port, "127.0.0.1");
  const messages: { type?: string; from?: number }[] = [];
  let waiting = Buffer.alloc(0);
  let tail = "";
  let [received, output, place, told] = [0, 0, 0, 0];
  let status = 0;
  let closeCode: number | null = null;
  const send = (bytes: Buffer) => {
    if (socket.writable) socket.write(bytes);
  };
  const tell = (message: unknown) => send(frame(op.text, Buffer.from(JSON.stringify(message))));
  const onFrame = (opcode: number, payload: Buffer) => {
    if (opcode === op.close) closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 0;
    else if (opcode === op.ping) send(frame(10, payload));
    else if (opcode === op.text) {
      const message = JSON.parse(payload.toString("utf8")) as { type?: string; from?: number };
      if (messages.length < 1000) messages.push(message);
      if (message.type === "attached") place = told = message.from ?? 0;
    } else {
      output += payload.length;
      place += payload.length;
      tail = (tail + payload.toString("utf8")).slice(-KEPT);
      if (acknowledges && place - told >= ACKNOWLEDGE_BYTES) tell({ type: "ack", offset: (told = place) });
    }
  };
  const readFrames = () => {
    for (;;) {
      const size = (waiting[1] ?? 0) & 0x7f;
      const at = size === 126 ? 4 : size === 127 ? 10 : 2;
      if (waiting.length < at) return;
      const length =
        size === 126 ? waiting.readUInt16BE(2) : size === 127 ? Number(waiting.readBigUInt64BE(2)) : size;
      if (waiting.length < at + length) return;
      const opcode = (waiting[0] ?? 0) & 0x0f;
      const payload = waiting.subarray(at, at + length);
      waiting = waiting.subarray(at + length);
      onFrame(opcode, payload);
    }
  };
  return new Promise((resolve, reject) => {
    const self: RawSocket = {
      get status() {
        return status;
      },
      isClosed: () => socket.destroyed || closeCode !== null,
      closeCode: () => closeCode ?? (socket.destroyed ? 0 : null),
      outputBytes: () => output,
      outputTail: () => tail,
      receivedBytes: () => received,
      messages: () => messages,
      tell,
      type: (text) => send(frame(op.binary, Buffer.from(text))),
      raw: send,
      stall: () => void socket.pause(),
      resume: () => void socket.resume(),
      end: () => void socket.destroy(),
    };
    socket.setTimeout(60_000, () => socket.destroy());
    socket.on("error", () => undefined);
    socket.once("close", () => {
      if (status === 0) reject(new Error("the site hung up"));
    });
    socket.on("data", (chunk: Buffer) => {
      received += chunk.length;
      waiting = Buffer.concat([waiting, chunk]);
      if (status === 0) {
        const end = waiting.indexOf("\r\n\r\n");
        if (end === -1) return;
        status = Number(/^HTTP\/1\.1 (\d{3})/.exec(waiting.toString("latin1", 0, end))?.[1] ?? 0);
        waiting = waiting.subarray(end + 4);
        resolve(self);
      }
      if (status === 101) readFrames();
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\n${cookie === "" ? "" : `Cookie: ${cookie}\r\n`}` +
        `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
  });
}

/** Waits for evidence: true as soon as it is there, false when it does not come in time. */
export async function comes(
  seen: () => boolean | Promise<boolean>,
  signal: AbortSignal,
  withinMs = 20_000,
): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await seen())) {
    if (Date.now() > deadline) return false;
    await pause(50, undefined, { signal });
  }
  return true;
}

/** Until a number has not changed for a second: the number. */
export async function settles(read: () => number, signal: AbortSignal, withinMs = 20_000): Promise<number> {
  let [last, since] = [read(), Date.now()];
  await comes(
    () => {
      const now = read();
      if (now !== last) [last, since] = [now, Date.now()];
      return Date.now() - since > 1000;
    },
    signal,
    withinMs,
  );
  return last;
}
