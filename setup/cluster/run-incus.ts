import { runCommand } from "../run-command.ts";
import type { SeatHostPaths } from "../seat-host/paths.ts";

/** The client of Incus against the private daemon. `pid` puts it into the daemon's network, to ask other members. */
export async function runIncus(
  paths: SeatHostPaths,
  args: readonly string[],
  options: { readonly pid?: number; readonly input?: string; readonly signal?: AbortSignal } = {},
): Promise<string> {
  const enter = options.pid === undefined ? ["--"] : ["nsenter", "--target", String(options.pid), "--net"];
  return await runCommand("env", [...enter, "incus", ...args], {
    input: options.input ?? "",
    environment: { INCUS_SOCKET: paths.rootSocket, INCUS_CONF: `${paths.directory}/client` },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
