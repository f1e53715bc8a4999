import { cloneInto, type Trial } from "./try-stock.ts";

const MINUTE = 60_000;
const REPOSITORY = "/opt/drydock";
const BUTTONS =
  `cd ${REPOSITORY} && sudo env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt ` +
  "node --import tsx testing/stock-machine/press-buttons.ts http://localhost:3000";

/** The commands of deploy/README.md on the same machine: the services, a restart of it, and what a student had saved. */
export async function tryService({ vm, steps, patience, report }: Trial): Promise<void> {
  const ready = async () => {
    for (const deadline = Date.now() + 40 * MINUTE * patience; Date.now() < deadline;) {
      const said = await vm.run(
        "systemctl is-active drydock-seats drydock | tr '\\n' ' '; curl -s -o /dev/null -w '%{http_code}' localhost:3000 || true",
      );
      if (said.trim() === "active active 200") return said.trim();
      if (said.includes("failed")) break;
      await vm.run("sleep 5");
    }
    throw new Error(await vm.run("sudo journalctl --no-pager -n 40 -u drydock -u drydock-seats"));
  };
  const installed = await steps.step("systemd units: verified, installed, enabled", async () => {
    await vm.run(`sudo install -d -o teacher ${REPOSITORY}`);
    await cloneInto(vm, REPOSITORY);
    await vm.run(`sudo chown -R root:root ${REPOSITORY}`);
    await vm.run(`sudo sh ${REPOSITORY}/deploy/install.sh`, { onLine: report });
    const complaints = await vm.run(
      "systemd-analyze verify /etc/systemd/system/drydock.service /etc/systemd/system/drydock-seats.service 2>&1",
    );
    if (/drydock/.test(complaints)) throw new Error(complaints);
    await vm.run("sudo systemctl enable --now drydock-seats drydock");
    return await ready();
  });
  if (!installed) return;
  await steps.step("exposure of the services", async () => {
    const figures = await vm.run(
      "for unit in drydock drydock-seats; do systemd-analyze security --no-pager $unit.service | tail -n1; done",
    );
    return figures
      .replaceAll(/^.*Overall exposure level for /gm, "")
      .trim()
      .replaceAll("\n", "; ");
  });
  await steps.step("a student saves, the machine restarts, it is there", async () => {
    await vm.run(`${BUTTONS} save`);
    await vm.reboot();
    const state = await ready();
    const said = await vm.run(`${BUTTONS} read`);
    if (!said.includes('"kept":true')) throw new Error(said);
    return `${state}; the file as it was saved`;
  });
  await steps.step("backup, loss, restore", async () => {
    await vm.run(`sudo sh ${REPOSITORY}/deploy/backup.sh /var/backups/drydock.tar.gz`);
    await vm.run("sudo systemctl stop drydock && sudo rm -rf /var/lib/drydock/postgres");
    await vm.run(`sudo sh ${REPOSITORY}/deploy/restore.sh /var/backups/drydock.tar.gz`);
    const state = await ready();
    const said = await vm.run(`${BUTTONS} read`);
    if (!said.includes('"kept":true')) throw new Error(said);
    return `${state}; ${(await vm.run("sudo du -h /var/backups/drydock.tar.gz | cut -f1")).trim()}`;
  });
  await steps.step("an out-of-memory kill in a seat ends no other seat", async () => {
    const policy = await vm.run("systemctl show -p OOMPolicy --value drydock-seats drydock | xargs");
    if (!/^continue continue/.test(policy.trim())) throw new Error(policy);
    return "OOMPolicy=continue";
  });
}
