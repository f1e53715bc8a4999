import { access, readFile, rm, writeFile } from "node:fs/promises";
import { retry } from "../retry.ts";
import { runCommand } from "../run-command.ts";
import { findMirror } from "./find-mirror.ts";
import { MIN_INCUS_PACKAGE } from "./system-packages.ts";

export interface InstallOptions {
  readonly packages: Readonly<Record<string, string>>;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

const BACKPORTS_LIST = "/etc/apt/sources.list.d/drydock-backports.list";
const POLICY = "/usr/sbin/policy-rc.d";

/** Installs what is missing, after naming it. Throws with a sentence when this machine has no apt or it fails. */
export async function installSystemPackages(options: InstallOptions): Promise<void> {
  const { packages, report } = options;
  const missing: string[] = [];
  for (const name of Object.keys(packages)) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  await access("/usr/bin/apt-get").catch(() => {
    throw new Error(
      `these system packages are missing, and this machine has no apt to install them: ${missing.join(", ")}`,
    );
  });
  report("these Debian packages are missing and will be installed now:");
  for (const name of missing) report(`  ${name.padEnd(14)} ${packages[name] ?? ""}`);
  const release = await debianRelease();
  const backports = release === "bookworm" && missing.includes("incus-base");
  if (backports) {
    const { main } = await findMirror();
    await writeFile(
      BACKPORTS_LIST,
      `# Written by Drydock's setup: Incus for Debian 12.\n` +
        `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${main} bookworm-backports main\n`,
    );
    report(`wrote ${BACKPORTS_LIST}`);
  }
  await apt(["update"], options);
  const others = missing.filter((name) => name !== "incus-base");
  await withoutServices(async () => {
    if (missing.includes("incus-base"))
      await apt(
        ["install", ...(backports ? ["--target-release", "bookworm-backports"] : []), "incus-base"],
        options,
      );
    if (others.length > 0) await apt(["install", ...others], options);
  });
  if (missing.includes("incus-base")) await disableIncusService();
}

/** Whether the Incus that is installed has the security fixes. Returns its version when it has not. */
export async function findOldIncus(): Promise<string | null> {
  const version = (await runCommand("dpkg-query", ["-W", "-f", "${Version}", "incus-base"])).trim();
  const newEnough = await runCommand("dpkg", ["--compare-versions", version, "ge", MIN_INCUS_PACKAGE]).then(
    () => true,
    () => false,
  );
  return newEnough ? null : version;
}

async function isInstalled(name: string): Promise<boolean> {
  const status = await runCommand("dpkg-query", ["-W", "-f", "${db:Status-Status}", name]).catch(() => "");
  if (status.trim() !== "installed") return false;
  return name !== "incus-base" || (await findOldIncus()) === null;
}

async function debianRelease(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^VERSION_CODENAME=(\S+)$/m.exec(text)?.[1] ?? "";
}

async function apt(args: readonly string[], options: InstallOptions): Promise<void> {
  const { report, signal } = options;
  const withSignal = signal === undefined ? {} : { signal };
  let done = 0;
  await retry(
    async () => {
      await runCommand(
        "apt-get",
        [
          ...["-y", "-q", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300"],
          ...["-o", "Dpkg::Use-Pty=0", "--no-install-recommends"],
          ...args,
        ],
        {
          environment: { DEBIAN_FRONTEND: "noninteractive" },
          onLine: (line) => {
            if (line.startsWith("Need to get")) report(line);
            if (line.startsWith("Setting up"))
              report(`installed ${(done += 1)}: ${line.split(" ")[2] ?? ""}`);
          },
          ...withSignal,
        },
      );
    },
    { times: 4, report, ...withSignal },
  );
}

/** Packages must not start daemons of their own: ours runs in namespaces, and only while it is needed. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const own = await access(POLICY).then(
    () => false,
    () => true,
  );
  if (own) await writeFile(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await work();
  } finally {
    if (own) await rm(POLICY, { force: true });
  }
}

/** Where systemd runs, the package would start the machine's own Incus at the next boot; nobody asked for that. */
async function disableIncusService(): Promise<void> {
  const units = ["incus.service", "incus.socket", "incus-startup.service", "incus-user.socket"];
  await runCommand("systemctl", ["disable", "--quiet", ...units]).catch(() => undefined);
}
