import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hashInputs } from "../../setup/hash-inputs.ts";
import { findAptSources } from "../../setup/offline-kit/find-apt-sources.ts";
import { findMirror } from "../../setup/packages/find-mirror.ts";
import { retry } from "../../setup/retry.ts";
import { runCommand } from "../../setup/run-command.ts";
import type { StockRelease } from "./stock-release.ts";

export interface StockDisk {
  /** Raw image of one ext4 file system; never written to again. */
  readonly image: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Key of the user `teacher`, who may sudo. */
  readonly sshKey: string;
}

export interface MakeDiskOptions {
  readonly release: StockRelease;
  /** Folder where finished disks are kept. */
  readonly cache: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

const SIZE = "24G";
const CERTIFICATES = "/usr/local/share/ca-certificates";
const PACKAGES = [
  ...["linux-image-cloud-amd64", "systemd-sysv", "udev", "dbus", "systemd-resolved", "systemd-timesyncd"],
  ...["apparmor", "openssh-server", "sudo", "git", "ca-certificates", "curl", "procps", "iproute2", "kmod"],
];

/**
 * A Debian as its packages make it, on a disk of its own: once for each recipe, from the mirror that this machine's
 * apt reads, with this machine's own certificates and apt options, so that it reaches what this machine reaches.
 */
export async function makeDisk(options: MakeDiskOptions): Promise<StockDisk> {
  const { release, cache, report, signal } = options;
  const mirror = await findMirror();
  const aptOptions = (await findAptSources()).options;
  const recipe = fileURLToPath(new URL(".", import.meta.url));
  const inputs = [path.join(recipe, "make-disk.ts"), path.join(recipe, "prepare-disk.sh"), CERTIFICATES];
  const key = await hashInputs(inputs, [release.codename, JSON.stringify(mirror), ...aptOptions]);
  const name = `debian-${release.number}`;
  const folder = path.join(cache, `${name}-${key}`);
  const at = (file: string) => path.join(folder, file);
  const disk = {
    image: at("disk.raw"),
    kernel: at("vmlinuz"),
    initrd: at("initrd.img"),
    sshKey: at("teacher.key"),
  };
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const kept = await readdir(cache);
  if (kept.includes(path.basename(folder))) return disk;
  for (const entry of kept)
    if (entry.startsWith(name)) await rm(path.join(cache, entry), { recursive: true, force: true });

  const work = path.join(cache, `${name}-unfinished`);
  const root = path.join(work, "root");
  await mkdir(path.join(work, "certificates"), { recursive: true });
  try {
    await runCommand("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path.join(work, "teacher.key")]);
    await writeFile(path.join(work, "apt.conf"), aptOptions.map((line) => `${line}\n`).join(""));
    for (const file of await readdir(CERTIFICATES).catch(() => []))
      if (file.endsWith(".crt"))
        await copyFile(path.join(CERTIFICATES, file), path.join(work, "certificates", file));
    await retry(
      async () => {
        await rm(root, { recursive: true, force: true });
        await runCommand(
          "setpriv",
          [
            ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL"],
            ...["--mount-proc", "mmdebstrap", "--variant=important", "--skip=output/dev"],
            ...['--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Retries "5"'],
            ...aptOptions.map((option) => `--aptopt=${option}`),
            `--include=${PACKAGES.join(",")}`,
            `--customize-hook=sh ${path.join(recipe, "prepare-disk.sh")} "$1" ${work}`,
            ...[release.codename, root],
            `deb ${mirror.main} ${release.codename} main`,
            `deb ${mirror.main} ${release.codename}-updates main`,
            `deb ${mirror.security} ${release.codename}-security main`,
          ],
          {
            environment: { TMPDIR: work },
            killSignal: "SIGKILL",
            onLine: (line) => {
              if (/^I: (running apt-get|downloading|extracting|installing)|^E: /.test(line))
                report(`disk: ${line.slice(3).replace(/\.\.\.$/, "")}`);
            },
            signal,
          },
        );
      },
      { times: 4, report, signal },
    );
    const boot = await readdir(path.join(root, "boot"));
    for (const [prefix, target] of [
      ["vmlinuz-", "vmlinuz"],
      ["initrd.img-", "initrd.img"],
    ] as const) {
      const found = boot.find((file) => file.startsWith(prefix));
      if (found === undefined) throw new Error(`Debian ${release.number} has no ${prefix} in /boot`);
      await copyFile(path.join(root, "boot", found), path.join(work, target));
    }
    report("disk: file system");
    await runCommand("mke2fs", [
      ...["-q", "-t", "ext4", "-L", "root", "-d", root, path.join(work, "disk.raw"), SIZE],
    ]);
    await rm(root, { recursive: true, force: true });
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return disk;
}
