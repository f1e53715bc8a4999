import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerMessage } from "../../core/terminal/protocol.ts";
import { ACKNOWLEDGE_BYTES, MAX_INPUT_BYTES, SIGNED_OUT_CODE } from "../../core/terminal/protocol.ts";
import { openShellSocket, type ShellSocket } from "./shell-socket.ts";

/** The browser's side of a WebSocket, moved by hand. */
class FakeSocket {
  readonly url: string;
  readyState = 0;
  binaryType = "";
  sent: (string | Uint8Array)[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor(url: string) {
    this.url = url;
  }
  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }
  close(code = 1006): void {
    this.readyState = 3;
    this.onclose({ code });
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  tell(message: ServerMessage): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
  output(bytes: number): void {
    this.onmessage({ data: new ArrayBuffer(bytes) });
  }
}

let sockets: FakeSocket[];
let shown: (() => void)[];
let connections: boolean[];
let refused: number;
let signedOut: number;
let shell: ShellSocket;
const last = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("no socket");
  return socket;
};
const attach = (from: number, replayed = from, reset = from === 0): void => {
  last().open();
  last().tell({ type: "attached", from, replayed, reset });
};

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  shown = [];
  connections = [];
  refused = 0;
  signedOut = 0;
  shell = openShellSocket({
    url: (from) => `from=${from}`,
    write: (_bytes, done) => shown.push(done),
    onMessage: () => undefined,
    onConnection: (connected) => connections.push(connected),
    onRefused: () => (refused += 1),
    onSignedOut: () => (signedOut += 1),
    connect: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  });
});
afterEach(() => {
  shell.close();
  vi.useRealTimers();
});

describe("a terminal's connection", () => {
  it("acknowledges what has been shown, not what has come in", () => {
    attach(0);
    last().output(ACKNOWLEDGE_BYTES);
    expect(last().sent).toEqual([]);
    shown[0]?.();
    expect(last().sent).toEqual([JSON.stringify({ type: "ack", offset: ACKNOWLEDGE_BYTES })]);
  });

  it("comes back by itself and asks for what it has not got", () => {
    attach(0);
    last().output(1000);
    last().close();
    expect(connections).toEqual([true, false]);
    vi.advanceTimersByTime(300);
    expect(last().url).toBe("from=1000");
    expect(refused).toBe(0);
  });

  it("waits longer from attempt to attempt, and says that it was refused", () => {
    last().close();
    expect(refused).toBe(1);
    vi.advanceTimersByTime(300);
    last().close();
    vi.advanceTimersByTime(300);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(700);
    expect(sockets).toHaveLength(3);
    expect(refused).toBe(2);
  });

  it("counts nothing of an earlier connection as shown in a later one", () => {
    attach(0);
    last().output(ACKNOWLEDGE_BYTES);
    last().close();
    vi.advanceTimersByTime(300);
    attach(500_000, 500_000, true);
    shown[0]?.();
    expect(last().sent).toEqual([]);
  });

  it("knows while old output is shown again", () => {
    attach(0, 100);
    expect(shell.isReplaying()).toBe(true);
    last().output(100);
    shown[0]?.();
    expect(shell.isReplaying()).toBe(false);
  });

  it("splits what is pasted, and types nothing while it is away", () => {
    shell.type("lost");
    attach(0);
    shell.type("x".repeat(MAX_INPUT_BYTES + 1));
    expect(last().sent.map((data) => data.length)).toEqual([MAX_INPUT_BYTES, 1]);
  });

  it("does not come back to a site that has signed its student out, and says so", () => {
    attach(0);
    last().close(SIGNED_OUT_CODE);
    vi.advanceTimersByTime(60_000);
    expect([sockets.length, connections, refused, signedOut]).toEqual([1, [true, false], 0, 1]);
  });

  it("does not come back when it was closed", () => {
    attach(0);
    shell.close();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});
