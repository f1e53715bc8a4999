import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Config, seatHostDirectory } from "../server/config.ts";
import { connectByRootSocket, type IncusConnection } from "../server/seats/incus/connection.ts";
import { runCommand } from "../setup/run-command.ts";
import { layout } from "../setup/seat-host/layout.ts";
import { seatHostPaths } from "../setup/seat-host/paths.ts";

/** A listener that the doctor has put up; whoever reaches it gets `token`. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Connections that have reached it. */
  hits(): number;
  close(): Promise<void>;
}

/** What root on the machine of the seat host can see and put up. */
export interface Machine {
  /** The seat host's daemon with all rights. */
  readonly root: IncusConnection;
  /** The daemon's process. */
  readonly pid: number;
  /** Where the pool of all seats is mounted, as the daemon sees it. */
  readonly poolDirectory: string;
  /** Runs a program in the seat host's network namespace. Returns stdout; throws when it fails. */
  inNetwork(command: readonly string[]): Promise<string>;
  /**
   * A TCP listener in the seat host's network namespace. With `borrow` the address is put on its loopback as long
   * as it stands: a packet to it then has nowhere else to go.
   */
  listen(address: string, options?: { readonly borrow?: boolean }): Promise<Listener>;
}

/** The machine's view, when we are root and the seat host is this machine's own; otherwise null. */
export async function findMachine(config: Config): Promise<Machine | null> {
  if (process.getuid?.() !== 0 || config.SEAT_HOST !== "auto") return null;
  const paths = seatHostPaths(seatHostDirectory(config));
  const pid = await findDaemon(`${paths.directory}/incus.log`);
  if (pid === null) return null;
  const enter = ["--target", String(pid), "--net"];
  return {
    root: connectByRootSocket(paths.rootSocket, "default"),
    pid,
    poolDirectory: `${paths.incusDirectory}/storage-pools/${layout.pool}`,
    inNetwork: (command) => runCommand("nsenter", [...enter, ...command]),
    listen: (address, options = {}) => listen(enter, address, options.borrow ?? false),
  };
}

async function findDaemon(logFile: string): Promise<number | null> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const words = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (words[0]?.endsWith("incusd") === true && words.includes(logFile)) return Number(name);
  }
  return null;
}

/*
 * The shell waits for the end of its input, which comes when the doctor closes it or dies: then listener and address
 * go, whatever has happened to us.
 */
const SCRIPT = `address=$1 port=$2 token=$3 borrow=$4
[ -z "$borrow" ] || ip address add "$address/32" dev lo
socat -d -d "TCP-LISTEN:$port,bind=$address,reuseaddr,fork" "SYSTEM:echo $token" & socat=$!
trap : INT TERM HUP
read -r _
kill $socat
[ -z "$borrow" ] || ip address del "$address/32" dev lo`;

/** Connects with the mark (SO_MARK is 36) that rules.nft lets out of there, and prints what it is told. */
const MARKED = `socket(my $s, PF_INET, SOCK_STREAM, 0) or die; setsockopt($s, SOL_SOCKET, 36, pack("l", 0xd0c));
connect($s, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) or die $!; print scalar <$s>`;

async function listen(enter: readonly string[], address: string, borrow: boolean): Promise<Listener> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const token = `drydock-doctor-${randomBytes(6).toString("hex")}`;
  const child = spawn(
    "nsenter",
    [...enter, "sh", "-c", SCRIPT, "sh", address, String(port), token, borrow ? "yes" : ""],
    { stdio: ["pipe", "ignore", "pipe"], detached: true },
  );
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log = (log + chunk).slice(-100_000)));
  child.stdin.on("error", () => undefined);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.once("error", () => undefined);
  const close = async () => {
    child.stdin.end();
    await gone;
  };
  const look = () => runCommand("nsenter", [...enter, "ss", "-Htln", `src ${address}:${port}`]);
  for (let attempt = 0; (await look()).trim() === ""; attempt += 1) {
    if (attempt > 50 || child.exitCode !== null) {
      await close();
      throw new Error(`no listener at ${address}:${port}: ${log.slice(-200)}`);
    }
    await pause(100);
  }
  const hits = () => log.split("accepting connection").length - 1;
  // It is there: from within the namespace it answers. That one does not count.
  const answer = await runCommand("nsenter", [
    ...[...enter, "timeout", "5", "perl", "-MSocket", "-e", MARKED, address, String(port)],
  ]).catch(() => "");
  if (!answer.includes(token)) {
    await close();
    throw new Error(`the listener at ${address}:${port} does not answer`);
  }
  const before = hits();
  return { address, port, token, hits: () => hits() - before, close };
}
