/**
 * `npm run test:vm [-- --debian 13|12] [-- --emulate]`: boots a stock Debian (cgroup v2, systemd, AppArmor) in a virtual
 * machine of this commit, and proves there what the README promises, then the services of deploy/. The last line is
 * "N passed, N failed"; exit 1 when something failed, 0 with a line "skipped: ..." where no machine can be booted.
 */
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { stopSignal } from "../authoring/check/stop-signal.ts";
import { installSystemPackages } from "../setup/packages/install-system-packages.ts";
import { bootVm, CannotBoot } from "../testing/stock-machine/boot-vm.ts";
import { makeDisk } from "../testing/stock-machine/make-disk.ts";
import { startSteps } from "../testing/stock-machine/run-step.ts";
import { stockReleases } from "../testing/stock-machine/stock-release.ts";
import { tryService } from "../testing/stock-machine/try-service.ts";
import { tryStock } from "../testing/stock-machine/try-stock.ts";
import { whyNoVm } from "../testing/stock-machine/why-no-vm.ts";

const PACKAGES = {
  mmdebstrap: "makes the disk from Debian's packages",
  "qemu-system-x86": "the virtual machine",
  "qemu-utils": "its disk",
  "openssh-client": "commands in it",
};
/** By emulation everything takes some twenty times as long. */
const EMULATED = 20;
const CACHE = "/var/cache/drydock-test-vm";

const report = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      debian: { type: "string" },
      emulate: { type: "boolean", default: false },
      cache: { type: "string", default: CACHE },
    },
  });
  const chosen = stockReleases.filter(({ number }) => (values.debian ?? number) === number);
  if (chosen.length === 0) {
    report(`There is no stock Debian ${values.debian ?? ""}: 13 or 12.`);
    return 2;
  }
  const why = await whyNoVm({ emulate: values.emulate });
  if (why !== null) {
    report(`skipped: ${why}`);
    return 0;
  }
  const signal = stopSignal();
  await installSystemPackages({ packages: PACKAGES, report, signal });
  await mkdir(values.cache, { recursive: true, mode: 0o700 });
  const sums = { passed: 0, failed: 0 };
  for (const release of chosen) {
    const name = `debian ${release.number}`;
    const disk = await makeDisk({
      release,
      cache: values.cache,
      report: (line) => report(`${name}  ${line}`),
      signal,
    });
    const steps = startSteps(name, report, signal);
    report(`${name}  booting`);
    const patience = values.emulate ? EMULATED : 1;
    const vm = await bootVm({ disk, folder: values.cache, patience, emulate: values.emulate, signal });
    try {
      const trial = { vm, release, steps, patience, report: (line: string) => report(`${name}    ${line}`) };
      await tryStock(trial);
      await tryService(trial);
    } finally {
      await vm.stop();
    }
    sums.passed += steps.counts().passed;
    sums.failed += steps.counts().failed;
  }
  report(`${sums.passed} passed, ${sums.failed} failed`);
  return sums.failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CannotBoot) report(`skipped: ${error.message}`);
  else {
    report(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
