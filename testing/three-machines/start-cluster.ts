import { rm } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../../server/config.ts";
import { addMember } from "../../setup/cluster/add-member.ts";
import { removeCgroups } from "../../setup/seat-host/clear-leftovers.ts";
import { seatHostPaths } from "../../setup/seat-host/paths.ts";
import { LAN, layLan } from "./lan.ts";
import { makePlans } from "./make-plans.ts";
import { type Machine, startMachine } from "./start-machine.ts";

export interface Cluster {
  /** The running machine of that name. */
  machine(name: string): Machine;
  /** Settings of a site that stands beside the machines. */
  readonly site: Pick<Config, "SEAT_HOST" | "SEAT_HOST_CERT" | "SEAT_HOST_KEY" | "SEAT_HOST_CA">;
  /** The own socket of a machine's daemon. */
  rootSocketOf(name: string): string;
  /** Starts a machine that was killed. */
  restart(name: string): Promise<void>;
  /** All machines stopped, nothing left. */
  stop(): Promise<void>;
}

/**
 * Three machines in namespaces, made one cluster as docs/scale.md says. Needs root and a network namespace of this
 * process's own. On failure everything is taken down again.
 */
export async function startCluster(
  machine: Config,
  directory: string,
  report: (line: string) => void,
): Promise<Cluster> {
  await layLan();
  const planned = await makePlans(machine, directory);
  const machines = new Map<string, Machine>();
  const stop = async () => {
    await Promise.all([...machines.values()].map((one) => one.stop()));
    for (const { plan } of planned) await removeCgroups(seatHostPaths(plan.directory, plan));
    await rm(directory, { recursive: true, force: true });
  };
  const one = path.join(directory, LAN.machines[0].name);
  const tokens = new Map<string, string>();
  const start = async (name: string) => {
    const found = planned.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`there is no machine ${name}`);
    const config = { ...found.config, SEAT_HOST_JOIN: tokens.get(name) ?? "" };
    machines.set(name, await startMachine(name, found.plan, config, report));
  };
  try {
    const [first, ...others] = planned;
    if (first !== undefined) await start(first.name);
    for (const { name } of others) {
      tokens.set(name, await addMember(seatHostPaths(one), name));
      await start(name);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    machine: (name) => {
      const found = machines.get(name);
      if (found === undefined) throw new Error(`there is no machine ${name}`);
      return found;
    },
    site: {
      SEAT_HOST: LAN.machines.map(({ address }) => `https://${address}:8443`).join(","),
      SEAT_HOST_CERT: path.join(one, "client.crt"),
      SEAT_HOST_KEY: path.join(one, "client.key"),
      SEAT_HOST_CA: path.join(one, "server.crt"),
    },
    rootSocketOf: (name) => seatHostPaths(path.join(directory, name)).rootSocket,
    restart: start,
    stop,
  };
}
