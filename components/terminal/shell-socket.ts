import type { ClientMessage, ServerMessage } from "../../core/terminal/protocol.ts";
import { ACKNOWLEDGE_BYTES, MAX_INPUT_BYTES, SIGNED_OUT_CODE } from "../../core/terminal/protocol.ts";

export interface ShellSocketOptions {
  /** Address of the socket for output from `from` on; null when there is none yet. */
  readonly url: (from: number | null) => string;
  /** Shows output; calls back when it has been parsed. */
  readonly write: (bytes: Uint8Array, shown: () => void) => void;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onConnection: (connected: boolean) => void;
  /** Could not be reached: the terminal may be gone. */
  readonly onRefused: () => void;
  /** The student is signed out: it does not come back. */
  readonly onSignedOut: () => void;
  readonly connect?: (url: string) => WebSocket;
}

export interface ShellSocket {
  type(text: string): void;
  typeBytes(bytes: Uint8Array<ArrayBuffer>): void;
  send(message: ClientMessage): void;
  /** What the terminal answers while old output is shown again was answered long ago. */
  isReplaying(): boolean;
  close(): void;
}

const retryDelaysMs = [300, 1000, 2000, 4000, 8000];

/** One terminal's connection: comes back by itself and goes on where it was. */
export function openShellSocket(options: ShellSocketOptions): ShellSocket {
  const encoder = new TextEncoder();
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let closed = false;
  /** Place in the output: received, shown, told. Null before the first byte. */
  let received: number | null = null;
  let shown = 0;
  let told = 0;
  let replayed = 0;
  /** Grows with each connection and each new beginning: what belongs to an earlier one counts no more. */
  let era = 0;

  function connect(): void {
    let opened = false;
    const open = options.connect ?? ((url: string) => new WebSocket(url));
    const mine = open(options.url(received));
    socket = mine;
    mine.binaryType = "arraybuffer";
    mine.onopen = () => {
      opened = true;
      attempts = 0;
      options.onConnection(true);
    };
    mine.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === "string") take(JSON.parse(data) as ServerMessage);
      else show(new Uint8Array(data));
    };
    mine.onclose = ({ code }) => {
      if (closed || socket !== mine) return;
      socket = null;
      options.onConnection(false);
      if (code === SIGNED_OUT_CODE) {
        options.onSignedOut();
        return;
      }
      if (!opened) options.onRefused();
      timer = setTimeout(connect, retryDelaysMs[Math.min(attempts++, retryDelaysMs.length - 1)]);
    };
  }

  function take(message: ServerMessage): void {
    if (message.type === "attached") {
      era += 1;
      received = message.from;
      shown = message.from;
      told = message.from;
      replayed = message.replayed;
    }
    options.onMessage(message);
  }

  function show(bytes: Uint8Array): void {
    const of = era;
    received = (received ?? 0) + bytes.length;
    options.write(bytes, () => {
      if (of !== era || closed) return;
      shown += bytes.length;
      if (shown - told < ACKNOWLEDGE_BYTES) return;
      told = shown;
      send({ type: "ack", offset: shown });
    });
  }

  function send(message: ClientMessage): void {
    if (socket?.readyState === 1) socket.send(JSON.stringify(message));
  }

  function typeBytes(bytes: Uint8Array<ArrayBuffer>): void {
    for (let at = 0; at < bytes.length; at += MAX_INPUT_BYTES) {
      if (socket?.readyState === 1) socket.send(bytes.subarray(at, at + MAX_INPUT_BYTES));
    }
  }

  connect();
  return {
    send,
    typeBytes,
    type: (text) => typeBytes(encoder.encode(text)),
    isReplaying: () => shown < replayed,
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
