import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../setup/run-command.ts";
import type { Vm } from "./boot-vm.ts";
import type { Steps } from "./run-step.ts";
import type { Session } from "./ssh.ts";
import type { StockRelease } from "./stock-release.ts";

export interface Trial {
  readonly vm: Vm;
  readonly release: StockRelease;
  readonly steps: Steps;
  /** How much slower than a machine of its own it may be. */
  readonly patience: number;
  readonly report: (line: string) => void;
}

const MINUTE = 60_000;
const HOME = "/home/teacher/drydock";
/** What programs are told that bring their own list of certificates. */
const ENVIRONMENT = "NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt";
const START = `cd ${HOME} && exec sudo env ${ENVIRONMENT} npm start`;

/** A fresh clone of this commit on a stock Debian: two commands, a lesson, the doctor, and nothing left behind. */
export async function tryStock(trial: Trial): Promise<void> {
  const { vm, release, steps, patience } = trial;
  await steps.step("boots", async () => {
    const said = await vm.run(
      "uname -r; stat -fc %T /sys/fs/cgroup; systemctl --version | head -n1; cat /sys/module/apparmor/parameters/enabled",
    );
    const [kernel = "", cgroups = "", systemd = "", apparmor = ""] = said.split("\n");
    if (cgroups !== "cgroup2fs" || apparmor !== "Y") throw new Error(`not a stock machine: ${said}`);
    return `kernel ${kernel}, cgroup v2, ${systemd}, AppArmor on`;
  });
  const cloned = await steps.step("a fresh clone, and Node as README asks", async () => {
    for (const command of release.nodeCommands) await vm.run(`sudo env ${ENVIRONMENT} ${command}`);
    await cloneInto(vm, HOME);
    return `Node ${(await vm.run("node --version")).trim()}, ${(await vm.run(`git -C ${HOME} log -1 --format=%h`)).trim()}`;
  });
  if (!cloned) return;
  const before = await leftovers(vm);

  let site: Session | null = null;
  const started = await steps.step("npm start", async () => {
    site = vm.open(START);
    const url = await site.expect(/^ready {2}(\S+)$/m, 40 * MINUTE * patience);
    if (/no seats:/.test(site.text())) throw new Error(site.text().slice(-3000));
    return url;
  });
  if (started) {
    await steps.step("page, build, run and check of starter and solution", async () => {
      const said = await vm.run(
        `cd ${HOME} && sudo env ${ENVIRONMENT} node --import tsx testing/stock-machine/press-buttons.ts http://localhost:3000`,
      );
      const results = JSON.parse(said.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
      const text = Object.entries(results).map(([name, value]) => `${name} ${String(value)}`);
      if (
        results["page"] !== 200 ||
        !/^passed/.test(String(results["solution check"])) ||
        /^passed/.test(String(results["starter check"])) ||
        !/^healthy/.test(String(results["solution start"]))
      )
        throw new Error(text.join("\n"));
      return text.join("; ");
    });
    await steps.step("doctor", async () => {
      const said = await vm.run(
        `cd ${HOME} && { sudo env ${ENVIRONMENT} npm run -s doctor -- --json 2> /tmp/doctor.log; echo "exit $?"; }`,
      );
      const [json = "", exit = ""] = said.trim().split("\n").slice(-2);
      const { checks, attacks } = JSON.parse(json) as {
        checks: { title: string; ok: boolean; found: string }[];
        attacks: { id: string; contained: boolean; evidence: string; skipped?: boolean }[];
      };
      const open = [
        ...checks.filter(({ ok }) => !ok).map(({ title, found }) => `${title}: ${found}`),
        ...attacks.filter(({ contained }) => !contained).map(({ id, evidence }) => `${id}: ${evidence}`),
      ];
      if (exit !== "exit 0") throw new Error(`${exit}\n${open.join("\n")}`);
      return `${attacks.filter(({ contained }) => contained).length} of ${attacks.length} attacks contained`;
    });
    await steps.step("Ctrl-C leaves nothing", async () => await end(site, before));
  }
  await steps.step("a second start, killed by kill -9", async () => {
    const again = vm.open(START);
    const began = performance.now();
    await again.expect(/^ready {2}(\S+)$/m, 5 * MINUTE * patience);
    const seconds = (performance.now() - began) / 1000;
    await vm.run("sudo kill -9 $(pgrep -f '[s]etup/start.ts')");
    await again.ended;
    await gone(before);
    return `ready in ${seconds.toFixed(0)} s`;
  });

  async function end(session: Session | null, untouched: string): Promise<string> {
    if (session === null) throw new Error("it did not start");
    const began = performance.now();
    session.interrupt();
    await session.ended;
    const seconds = (performance.now() - began) / 1000;
    await gone(untouched);
    return `${seconds.toFixed(0)} s; processes, mounts, loop devices, interfaces, rules, control groups, profiles and settings as before`;
  }

  /** The kernel and systemd take a moment to clear up after the last process. */
  async function gone(untouched: string): Promise<void> {
    let left: string[] = [];
    for (let attempt = 0; attempt < 15; attempt += 1) {
      const known = new Set(untouched.split("\n"));
      left = (await leftovers(vm)).split("\n").filter((line) => !known.has(line));
      if (left.length === 0) return;
      await vm.run("sleep 2");
    }
    throw new Error(`left behind:\n${left.join("\n")}`);
  }
}

/** This commit, and nothing of the working tree, as a clone on the machine. */
export async function cloneInto(vm: Vm, folder: string): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const work = await mkdtemp(path.join(tmpdir(), "drydock-bundle-"));
  const name = `drydock-${process.pid}.bundle`;
  const bundle = path.join(work, name);
  try {
    await runCommand("git", ["bundle", "create", "--quiet", bundle, "HEAD"], { cwd: root });
    await vm.copyIn(bundle);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  await vm.run(
    `git init -q ${folder} && cd ${folder} && git fetch -q ~/${name} HEAD && git checkout -q FETCH_HEAD && rm ~/${name}`,
  );
}

/** See leftovers.sh. */
async function leftovers(vm: Vm): Promise<string> {
  return await vm.run(`sudo bash ${HOME}/cli/test-vm/leftovers.sh`);
}
