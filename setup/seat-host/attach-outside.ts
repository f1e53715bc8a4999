import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand } from "../run-command.ts";

export interface Outside {
  stop(): void;
}

const RESTART_MS = 500;

/**
 * Gives the seat host's network namespace a way out that leaves no rule, no address and no interface on the
 * machine: slirp4netns, a TCP stack in a process. It dies with us, and is started again when it dies alone.
 */
export async function attachOutside(
  pid: number,
  options: { readonly reachLoopback: boolean; readonly report: (line: string) => void },
): Promise<Outside> {
  let stopped = false;
  let child: ChildProcess | null = null;
  const start = () => {
    const running = spawn(
      "setpriv",
      [
        ...["--pdeathsig", "KILL", "slirp4netns", "--configure", "--mtu=1500"],
        // It parses every packet that leaves the services, so it keeps no capability, sees no file but the resolver's,
        // and makes few kernel calls.
        ...["--enable-sandbox", "--enable-seccomp"],
        ...(options.reachLoopback ? [] : ["--disable-host-loopback"]),
        ...["--netns-type=path", `/proc/${pid}/ns/net`, "tap0"],
      ],
      { stdio: "ignore" },
    );
    child = running;
    running.once("error", () => undefined);
    running.once("exit", () => {
      if (stopped) return;
      options.report("the seat host's way out ended; starting it again");
      setTimeout(() => {
        if (!stopped) start();
      }, RESTART_MS);
    });
  };
  start();
  for (let attempt = 0; ; attempt += 1) {
    const up = await runCommand("nsenter", ["--target", String(pid), "--net", "ip", "route"]).catch(() => "");
    if (up.includes("dev tap0")) break;
    if (attempt > 100) throw new Error("slirp4netns does not come up: the services would have no way out");
    await pause(50);
  }
  return {
    stop: () => {
      stopped = true;
      child?.kill("SIGKILL");
    },
  };
}
