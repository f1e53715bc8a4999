import { spawn } from "node:child_process";
import { layout } from "../seat-host/layout.ts";
import type { SeatHostPaths } from "../seat-host/paths.ts";

/**
 * Lets the other machines of a cluster, and a site elsewhere, reach the daemon at this machine's address. What they
 * may do there is decided by their certificates. Dies with us.
 */
export function relayPeers(address: string, paths: Pick<SeatHostPaths, "apiSocket">): { stop(): void } {
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "socat"],
      `TCP-LISTEN:${layout.apiPort},bind=${address},reuseaddr,fork,backlog=128,nodelay`,
      `UNIX-CONNECT:${paths.apiSocket}`,
    ],
    { stdio: "ignore" },
  );
  child.once("error", () => undefined);
  return { stop: () => void child.kill("SIGKILL") };
}
