import type { Duplex } from "node:stream";
import type { Seat } from "../../../core/seat/port.ts";

/** Where the processes of a container listen on a port. */
export type Listening = "everywhere" | "loopback" | "nowhere" | "unknown";

/** Reads the kernel's socket tables of the container's network namespace. `pid` is the container's first process. */
export async function findListening(
  seat: Seat<Duplex>,
  pid: number,
  port: number,
  signal?: AbortSignal,
): Promise<Listening> {
  if (!Number.isInteger(pid) || pid <= 0) return "unknown";
  try {
    const result = await seat.exec(["cat", `/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`], {
      timeoutMs: 3000,
      maxOutputBytes: 256 * 1024,
      ...(signal === undefined ? {} : { signal }),
    });
    return parseListening(result.stdout, port);
  } catch {
    return "unknown";
  }
}

/** Lines of /proc/net/tcp: "0: 0100007F:1F40 00000000:0000 0A ..."; state 0A is a listener. */
export function parseListening(table: string, port: number): Listening {
  let found: Listening = "nowhere";
  for (const line of table.split("\n")) {
    const match = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ 0A /.exec(line);
    if (match === null || Number.parseInt(match[2] ?? "", 16) !== port) continue;
    const address = match[1] ?? "";
    const isLoopback =
      address.endsWith("7F") && address.length === 8
        ? true
        : address === "00000000000000000000000001000000" || /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address);
    if (!isLoopback) return "everywhere";
    found = "loopback";
  }
  return found;
}
