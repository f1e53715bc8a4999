import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findFreePort } from "../../setup/find-free-port.ts";
import { runCommand } from "../../setup/run-command.ts";
import type { StockDisk } from "./make-disk.ts";
import { openSession, type Session, sshArguments } from "./ssh.ts";

export interface Vm {
  /** Runs a line of shell as `teacher`. Returns its stdout; throws with the end of its output when it fails. */
  run(line: string, options?: { readonly onLine?: (line: string) => void }): Promise<string>;
  /** The same at a terminal that is kept, for what is ended by Ctrl-C. */
  open(line: string): Session;
  /** Copies a file to teacher's home. */
  copyIn(file: string): Promise<void>;
  /** Restarts the machine, and waits until it is back. */
  reboot(): Promise<void>;
  /** Ends it and removes what it wrote. */
  stop(): Promise<void>;
}

export interface BootOptions {
  readonly disk: StockDisk;
  /** Folder for what this machine writes: an overlay over the disk. */
  readonly folder: string;
  /** By emulation instead of KVM: right, and slow. */
  readonly emulate: boolean;
  /** How much slower than a machine of its own it may be. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** A machine whose KVM cannot run a stock kernel: one that only speaks to kernels made for it, say. */
export class CannotBoot extends Error {
  override readonly name = "CannotBoot";
}

const MEMORY = "6G";
const CPUS = 2;
const BOOT_MS = 180_000;

/** Boots a copy of the disk by KVM, with a network that leads out and nothing that leads in but ssh on loopback. */
export async function bootVm(options: BootOptions): Promise<Vm> {
  const { disk, signal } = options;
  const work = await mkdtemp(path.join(options.folder, "run-"));
  const overlay = path.join(work, "overlay.qcow2");
  const console = path.join(work, "console.log");
  await runCommand("qemu-img", ["create", "-q", "-f", "qcow2", "-b", disk.image, "-F", "raw", overlay]);
  const port = await findFreePort();
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "nice", "-n", "5", "qemu-system-x86_64"],
      // (Where this machine is a virtual one itself, the capabilities that its processor tells of cannot be passed on.)
      ...(options.emulate
        ? ["-machine", "q35", "-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "Nehalem"]
        : ["-machine", "q35", "-accel", "kvm", "-cpu", "host,arch-capabilities=off"]),
      ...["-smp", String(CPUS), "-m", MEMORY],
      ...["-nodefaults", "-display", "none", "-serial", `file:${console}`],
      ...["-kernel", disk.kernel, "-initrd", disk.initrd],
      ...["-append", "root=/dev/vda rw console=ttyS0 quiet"],
      ...["-drive", `file=${overlay},if=virtio,format=qcow2,cache=unsafe,discard=unmap`],
      ...["-netdev", `user,id=net,hostfwd=tcp:127.0.0.1:${port}-:22`, "-device", "virtio-net-pci,netdev=net"],
      ...["-device", "virtio-rng-pci"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let complaint = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (chunk: string) => (complaint = (complaint + chunk).slice(-2000)));
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
    await rm(work, { recursive: true, force: true });
  };
  const ssh = sshArguments(disk.sshKey, port);
  const vm: Vm = {
    run: (line, { onLine } = {}) =>
      runCommand("ssh", [...ssh, "teacher@127.0.0.1", line], {
        signal,
        ...(onLine === undefined ? {} : { onLine }),
      }),
    open: (line) => openSession([...ssh, "-tt", "teacher@127.0.0.1", line]),
    copyIn: async (file) => {
      await runCommand(
        "scp",
        ["-q", ...ssh.map((word) => (word === "-p" ? "-P" : word)), file, "teacher@127.0.0.1:"],
        {
          signal,
        },
      );
    },
    reboot: async () => {
      const before = (await vm.run("cat /proc/sys/kernel/random/boot_id")).trim();
      await vm.run("sudo systemctl reboot").catch(() => undefined);
      await waitUp(before);
    },
    stop,
  };
  async function waitUp(before: string): Promise<void> {
    for (const deadline = Date.now() + BOOT_MS * options.patience; Date.now() < deadline;) {
      signal.throwIfAborted();
      if (child.exitCode !== null || child.signalCode !== null)
        throw new CannotBoot(`qemu ended: ${complaint.trim()}`);
      // It goes on "running" after this, as a picture of itself.
      if (complaint.includes("KVM internal error"))
        throw new CannotBoot(
          "/dev/kvm is there, but cannot run the kernel of a stock Debian (KVM internal error: emulation failure)",
        );
      const id = await vm.run("cat /proc/sys/kernel/random/boot_id").catch(() => "");
      if (id.trim() !== "" && id.trim() !== before) return;
      await pause(1000);
    }
    const said = await readFile(console, "utf8").catch(() => "");
    throw new Error(`the machine does not come up:\n${said.slice(-2000)}`);
  }
  try {
    await waitUp("");
    return vm;
  } catch (error) {
    await stop();
    throw error;
  }
}
