import type { Duplex } from "node:stream";
import { z } from "zod";
import { AppError } from "../../../core/errors.ts";
import { say } from "../../../core/messages/say.ts";
import type { SeatTerminal, TerminalOptions, TerminalSize } from "../../../core/seat/port.ts";

const created = z.object({ Id: z.string().regex(/^[0-9a-f]{12,64}$/) });
const ended = z.object({ ExitCode: z.number().nullable() });
const MAX_ANSWER_BYTES = 256 * 1024;
const END_OF_HEAD = Buffer.from("\r\n\r\n");

/**
 * A command with a terminal in a container. The docker command wants a terminal of its own for that, so the engine's
 * API is spoken to instead. `dial` opens a new connection to it, such as `docker system dial-stdio`.
 */
export async function openDockerTerminal(
  dial: () => Duplex,
  container: string,
  options: TerminalOptions,
): Promise<SeatTerminal<Duplex>> {
  const environment = { HOME: "/root", LANG: "C.UTF-8", ...options.environment };
  const { Id: id } = created.parse(
    await ask(dial(), "POST", `/containers/${container}/exec`, {
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      Cmd: options.command,
      WorkingDir: options.cwd ?? "/root",
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ConsoleSize: [options.rows, options.cols],
    }),
  );
  const stream = await hijack(dial(), `/exec/${id}/start`, {
    Detach: false,
    Tty: true,
    ConsoleSize: [options.rows, options.cols],
  });
  const exited = new Promise<number | null>((resolve) => {
    stream.once("end", () => {
      resolve(
        ask(dial(), "GET", `/exec/${id}/json`).then(
          (answer) => ended.parse(answer).ExitCode,
          () => null,
        ),
      );
    });
    stream.once("close", () => resolve(null));
  });
  return {
    stream,
    exited,
    resize: ({ cols, rows }: TerminalSize) =>
      void ask(dial(), "POST", `/exec/${id}/resize?h=${rows}&w=${cols}`).catch(() => undefined),
  };
}

function request(method: string, path: string, body: unknown, upgrade: boolean): string {
  const text = body === undefined ? "" : JSON.stringify(body);
  return [
    `${method} /v1.42${path} HTTP/1.1`,
    "Host: docker",
    upgrade ? "Connection: Upgrade\r\nUpgrade: tcp" : "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "",
    text,
  ].join("\r\n");
}

/** One request on a connection of its own; the JSON of its answer, null when there is none. */
async function ask(connection: Duplex, method: string, path: string, body?: unknown): Promise<unknown> {
  connection.write(request(method, path, body, false));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of connection as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  connection.destroy();
  const answer = Buffer.concat(chunks).toString("utf8");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  if (status < 200 || status > 299) throw refused(`${method} ${path}: ${answer.slice(0, 300)}`);
  const from = answer.indexOf("{");
  return from === -1 ? null : JSON.parse(answer.slice(from, answer.lastIndexOf("}") + 1));
}

/** The connection itself becomes the stream once the engine has agreed. */
function hijack(connection: Duplex, path: string, body: unknown): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const fail = (why: string) => {
      connection.destroy();
      reject(refused(`${path}: ${why}`));
    };
    const onEnd = () => fail("the engine closed the connection");
    // Not by "data": that would leave the stream paused for whoever gets it.
    const onReadable = () => {
      for (;;) {
        const chunk = connection.read() as Buffer | null;
        if (chunk === null) return;
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf(END_OF_HEAD);
        if (end === -1 && head.length > MAX_ANSWER_BYTES) {
          fail("an answer without an end");
          return;
        }
        if (end === -1) continue;
        connection.off("readable", onReadable).off("end", onEnd);
        const first = head.subarray(0, end).toString("latin1").split("\r\n", 1)[0] ?? "";
        if (!/^HTTP\/1\.1 (101|200)/.test(first)) {
          fail(first);
          return;
        }
        const rest = head.subarray(end + END_OF_HEAD.length);
        if (rest.length > 0) connection.unshift(rest);
        resolve(connection);
        return;
      }
    };
    connection.on("readable", onReadable).once("end", onEnd);
    connection.once("error", (cause) => fail(cause.message));
    connection.write(request("POST", path, body, true));
  });
}

function refused(message: string): AppError {
  return new AppError("SEAT_UNAVAILABLE", {
    message: `terminal: ${message}`,
    userMessage: say("laptop.no-terminal"),
  });
}
