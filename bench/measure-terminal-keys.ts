import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { serverMessage } from "../core/terminal/protocol.ts";
import type { World } from "./bench-world.ts";
import { furtherStudents } from "./bench-world.ts";
import { quantile } from "./figure.ts";
import type { Measure } from "./measure.ts";
import type { SiteClient } from "./site-client.ts";
import { openTerminal } from "./site-client.ts";

const KEYS = 300;
const OPEN_MS = 60_000;
const ECHO_MS = 10_000;
/** Faster than anybody types, slow enough that each key stands alone. */
const BETWEEN_MS = 15;
/** Kills the line before it wraps. */
const LINE_KEYS = 40;
const KILL_LINE = "\u0015";

/** A terminal that is typed into: `onOutput` is told what it shows. */
interface Typing {
  write(text: string): void;
  onOutput(listener: (chunk: Buffer) => void): void;
}

/** (f) A key in the terminal: from sending it to the shell's echo, as a page sees it. */
export const measureTerminalKeys: Measure = {
  name: "terminal-keys",
  doing: "keys in the terminal",
  async run(world) {
    const [, student = ""] = furtherStudents;
    const client = await world.clientOf(student);
    const seat = await (await world.seatHost()).openSeat(student, { signal: world.signal });
    const socket = await openSocket(world, client);
    const ours = await timeKeys(world, {
      write: (text) => socket.send(Buffer.from(text)),
      onOutput: (listener) => {
        socket.on("message", (data: Buffer, isBinary: boolean) => {
          if (isBinary) listener(data);
        });
      },
    });
    socket.close();
    // The same shell in the same seat, without the site between.
    const { stream } = await seat.openTerminal({ command: ["bash"], cols: 80, rows: 24 });
    const direct = await timeKeys(world, {
      write: (text) => stream.write(text),
      onOutput: (listener) => void stream.on("data", listener),
    });
    stream.destroy();
    return (["p50", "p95"] as const).map((name) => {
      const share = Number(name.slice(1)) / 100;
      const what = `the seat host's own terminal, without the site, ${name}`;
      return {
        measure: `A key in the terminal: from sending it to its echo, ${name}`,
        ours: quantile("ms", ours, share),
        beside: { what, figure: quantile("ms", direct, share) },
      };
    });
  },
};

export async function openSocket(world: World, client: SiteClient): Promise<WebSocket> {
  const id = await openTerminal(client, world.labId);
  const url = new URL(`/api/terminals/${id}/socket?lab=${encodeURIComponent(world.labId)}`, client.url);
  const origin = url.origin;
  url.protocol = "ws:";
  const socket = new WebSocket(url, {
    origin,
    headers: { cookie: `${client.cookie.name}=${client.cookie.value}` },
  });
  world.cleanUp.add("the terminal's connection", () => socket.terminate());
  const running = new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) return;
      const message = serverMessage.parse(JSON.parse(data.toString("utf8")));
      if (message.type === "state" && message.state === "running") resolve();
    });
  });
  await once(socket, "open", { signal: world.signal });
  socket.send(JSON.stringify({ type: "size", cols: 80, rows: 24 }));
  await Promise.race([running, late(OPEN_MS, "the terminal did not open")]);
  return socket;
}

/** Types at the shell's prompt, one key after the other. */
export async function timeKeys(world: World, terminal: Typing, keys = KEYS): Promise<number[]> {
  let onChunk: (chunk: Buffer) => void = () => undefined;
  terminal.onOutput((chunk) => onChunk(chunk));
  const echoOf = (text: string, wanted: string) =>
    Promise.race([
      new Promise<void>((resolve) => {
        let seen = "";
        onChunk = (chunk) => {
          seen += chunk.toString("utf8");
          if (seen.includes(wanted)) resolve();
        };
        terminal.write(text);
      }),
      late(ECHO_MS, "the terminal does not answer"),
    ]);
  // The shell has read its settings and stands at its prompt.
  await echoOf("echo rea''dy\r", "ready");
  await pause(500);
  const times: number[] = [];
  for (let key = 0; key < keys; key += 1) {
    world.signal.throwIfAborted();
    const letter = String.fromCharCode(97 + (key % 26));
    const began = performance.now();
    await echoOf(letter, letter);
    times.push(performance.now() - began);
    await pause(BETWEEN_MS);
    if (key % LINE_KEYS === LINE_KEYS - 1) {
      terminal.write(KILL_LINE);
      await pause(10 * BETWEEN_MS);
    }
  }
  return times;
}

async function late(ms: number, message: string): Promise<never> {
  await pause(ms, undefined, { ref: false });
  throw new Error(message);
}
