import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runCommand } from "../setup/run-command.ts";
import { layout } from "../setup/seat-host/layout.ts";
import type { World } from "./bench-world.ts";
import type { Inside } from "./exec-inside.ts";
import { execInside } from "./exec-inside.ts";

/** Everything of it has this name, so that the next bench finds what a killed one left. */
const NAME = "drydock-bench";
/** The last address of the seats' network; seats are given the first ones that are free. */
const ADDRESS = "10.78.15.254/20";
const READY_MS = 60_000;

/**
 * Starts the engine of the golden seat on the machine itself, in the same pool and on the same bridge as the
 * seats: what differs is that it is no seat. Rejects where the seat host is not the machine's own.
 */
export async function startBareEngine(world: World): Promise<Inside> {
  if (world.config.SEAT_HOST !== "auto") throw new Error("the seat host is not this machine's own");
  await world.seatHost();
  const hostPid = await findSeatHost(world.config.SEAT_HOST_DIR);
  const inHost = (...command: string[]) =>
    runCommand("nsenter", ["--target", String(hostPid), "--mount", "--net", ...command]);
  const pool = `${world.config.SEAT_HOST_DIR}/incus/storage-pools/${layout.pool}`;
  const golden = (await inHost("ls", `${pool}/containers-snapshots`))
    .split("\n")
    .find((name) => name.startsWith("golden-"));
  if (golden === undefined) throw new Error("there is no golden seat");
  const volume = `${pool}/${NAME}`;
  const remove = () => inHost("sh", "-c", '[ ! -e "$1" ] || btrfs subvolume delete "$1"', "sh", volume);
  await remove();
  await removeCgroups();
  await inHost("btrfs", "subvolume", "snapshot", `${pool}/containers-snapshots/${golden}/ready`, volume);
  world.cleanUp.add("the bare engine's files", async () => {
    await remove();
  });
  world.cleanUp.add("the bare engine's cgroups", removeCgroups);
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "nsenter", "--target", String(hostPid), "--mount"],
      ...["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child=KILL", "--mount-proc", "bash"],
      ...[fileURLToPath(new URL("bare-engine.sh", import.meta.url)), `${volume}/rootfs`, NAME, ADDRESS],
      layout.servicesAddress,
    ],
    { stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-3000)));
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  world.cleanUp.add("the bare engine", async () => {
    child.kill("SIGKILL");
    await gone;
  });
  const pid = await findFirstChild(child);
  // The other end of the cable; it goes with the engine's network.
  const port = `${NAME}0`;
  await inHostNet(hostPid, [
    "ip",
    "link",
    "add",
    port,
    "type",
    "veth",
    "peer",
    "name",
    "eth0",
    "netns",
    String(pid),
  ]);
  await inHostNet(hostPid, ["ip", "link", "set", port, "master", layout.seatBridge, "up"]);
  const engine: Inside = { pid, exec: (command, options) => execInside(pid, command, options) };
  for (const deadline = Date.now() + READY_MS; ;) {
    world.signal.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`the bare engine ended: ${said.trim().slice(-600)}`);
    if ((await engine.exec(["docker", "version"])).exitCode === 0) return engine;
    await pause(200);
    if (Date.now() > deadline) throw new Error(`the bare engine does not answer: ${said.trim().slice(-600)}`);
  }
}

function inHostNet(hostPid: number, command: readonly string[]): Promise<string> {
  return runCommand("nsenter", ["--target", String(hostPid), "--net", ...command]);
}

/** Process 1 of the private seat host, by what it was started with. */
async function findSeatHost(directory: string): Promise<number> {
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const [program, script, argument] = (
      await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "")
    ).split("\0");
    if (program === "bash" && script?.endsWith("/seat-host/inside.sh") === true && argument === directory)
      return Number(entry);
  }
  throw new Error("the seat host's process was not found");
}

async function findFirstChild(child: ChildProcess): Promise<number> {
  const parent = child.pid ?? 0;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const text = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8").catch(() => "");
    const pid = Number(text.trim().split(" ")[0]);
    if (pid > 0) return pid;
    await pause(20);
  }
  throw new Error("the namespaces of the bare engine did not come up");
}

/** Groups that runc made below ours are empty once the engine is dead. */
async function removeCgroups(): Promise<void> {
  await runCommand("sh", [
    "-c",
    'for top in /sys/fs/cgroup/*/"$1" /sys/fs/cgroup/"$1"; do [ ! -d "$top" ] || find "$top" -depth -type d -exec rmdir {} +; done',
    "sh",
    NAME,
  ]);
}
