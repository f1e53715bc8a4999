import http from "node:http";
import type { Duplex } from "node:stream";
import type { ExecResult, Seat } from "../../core/seat/port.ts";
import { duplexPair } from "../../server/docker/duplex-pair.ts";

/**
 * For tests: a seat whose engine is whatever `handle` makes of it, honest or not. Nothing listens anywhere:
 * each dial is a pair of streams, one end served by Node's HTTP server. `commands` is what was run in it.
 */
export function liarSeat(
  handle: (request: http.IncomingMessage, response: http.ServerResponse) => void,
  exec: (command: readonly string[]) => Partial<ExecResult> = () => ({}),
): Seat<Duplex> & { readonly commands: (readonly string[])[] } {
  const server = http.createServer(handle);
  const commands: (readonly string[])[] = [];
  return {
    name: "liar",
    limits: { memoryBytes: 1.5 * 1024 ** 3, processes: 1500, cpus: 2, diskBytes: 8 * 1024 ** 3 },
    commands,
    exec: (command) => {
      commands.push(command);
      return Promise.resolve({ exitCode: 0, stdout: "", stderr: "", truncated: false, ...exec(command) });
    },
    dial: () => {
      const [ours, theirs] = duplexPair();
      server.emit("connection", theirs);
      return Promise.resolve(ours);
    },
    openTerminal: () => Promise.reject(new Error("no terminal")),
    lastUsedAt: () => 0,
    keep: () => () => undefined,
    putFiles: () => Promise.resolve(),
    usage: () => Promise.resolve({ state: "awake", memoryBytes: 0, diskBytes: 0, processes: 0 }),
  };
}
