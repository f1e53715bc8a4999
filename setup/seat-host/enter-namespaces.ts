import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { kernelCallFilter } from "./kernel-calls.ts";
import { layout } from "./layout.ts";
import type { SeatHostPaths } from "./paths.ts";

export interface Namespaces {
  /** Process 1 in there, by the number that it has outside. */
  readonly pid: number;
  readonly child: ChildProcess;
  /** Asks the daemon to end; `gone` follows. */
  end(): void;
  /** Resolves when everything in there is gone. */
  readonly gone: Promise<void>;
}

/**
 * Starts the private Incus in mount, pid and network namespaces that die with this process. `address` is the
 * machine's own in the network of a cluster's machines.
 */
export async function enterNamespaces(paths: SeatHostPaths, address?: string): Promise<Namespaces> {
  await mkdir(paths.incusDirectory, { recursive: true, mode: 0o711 });
  await writeFile(`${paths.directory}/subid`, `root:${paths.userIds}\n`);
  await writeFile(`${paths.directory}/calls.bpf`, kernelCallFilter());
  await writeInstanceSettings(`${paths.directory}/lxc`);
  const log = await open(`${paths.directory}/inside.log`, "w");
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "bash", script("enter-cgroup.sh"), paths.cgroup],
      ...["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child=KILL", "--mount-proc"],
      ...["bash", script("inside.sh"), paths.directory, layout.group, paths.cgroup, script("confine.pl")],
      ...(address === undefined ? [] : [address]),
    ],
    { stdio: ["ignore", log.fd, log.fd], detached: true },
  );
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  gone.then(() => log.close()).catch(() => undefined);
  const pid = await findFirstChild(child);
  const end = () => {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // It is gone already.
    }
  };
  return { pid, child, end, gone };
}

/**
 * What LXC does for every instance, whoever made it (inside.sh points Incus there). Instances have rules of seccomp of
 * their own beside the filter that they inherit, which LXC would leave out unless it is told. The script lies here,
 * because it runs with an instance's ids, for which our own folder may be closed.
 */
async function writeInstanceSettings(folder: string): Promise<void> {
  await mkdir(`${folder}/common.conf.d`, { recursive: true, mode: 0o755 });
  await writeFile(`${folder}/cmdline`, "\n", { mode: 0o644 });
  await writeFile(`${folder}/mount-proc.sh`, await readFile(script("mount-proc.sh")), { mode: 0o755 });
  const settings = ["lxc.seccomp.allow_nesting = 1", `lxc.hook.mount = ${folder}/mount-proc.sh`];
  await writeFile(`${folder}/common.conf.d/drydock.conf`, `${settings.join("\n")}\n`, { mode: 0o644 });
}

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const MAX_START_MS = 20_000;

/** The first child of the process once that has become `unshare`; before, it may have passing ones. */
async function findFirstChild(child: ChildProcess): Promise<number> {
  const parent = child.pid;
  if (parent === undefined) throw new Error("unshare could not be started");
  for (const deadline = Date.now() + MAX_START_MS; Date.now() < deadline;) {
    const name = await readFile(`/proc/${parent}/comm`, "utf8").catch(() => "");
    const children = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8").catch(() => "");
    const pid = Number(children.trim().split(" ")[0]);
    if (name.trim() === "unshare" && pid > 0) return pid;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the namespaces of the seat host did not come up; see inside.log");
}
