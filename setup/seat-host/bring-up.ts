import { chmod, chown, mkdir } from "node:fs/promises";
import {
  closeConnection,
  connectByRootSocket,
  type IncusConnection,
} from "../../server/seats/incus/connection.ts";
import { foundCluster, joinCluster } from "../cluster/become-member.ts";
import { describeMember } from "../cluster/describe-member.ts";
import { type MemberAddress, memberAddress } from "../cluster/member-address.ts";
import { prepareMember } from "../cluster/prepare-member.ts";
import { removeOldGoldenImages } from "../cluster/publish-golden.ts";
import { relayPeers } from "../cluster/relay-peers.ts";
import { removeOldGoldenSeats } from "../golden/ensure-golden-seat.ts";
import { findAptSources } from "../offline-kit/find-apt-sources.ts";
import { findOldIncus, installSystemPackages } from "../packages/install-system-packages.ts";
import { MIN_INCUS_PACKAGE, seatPackages } from "../packages/system-packages.ts";
import { type AllowLists, allowLists, MACHINE_LOOPBACK } from "../services/allow-lists.ts";
import { applyRules } from "./apply-rules.ts";
import { attachOutside } from "./attach-outside.ts";
import { clearLeftovers, removeCgroups } from "./clear-leftovers.ts";
import { configureIncus, waitDaemon } from "./configure-incus.ts";
import { ensureCertificate } from "./ensure-certificate.ts";
import { ensureGroup } from "./ensure-group.ts";
import { ensureProject, readKeptFacts } from "./ensure-project.ts";
import { enterNamespaces, type Namespaces } from "./enter-namespaces.ts";
import { keepQuota } from "./keep-quota.ts";
import { layout } from "./layout.ts";
import { type PrepareOptions, prepareSeats } from "./prepare-seats.ts";
import { planSteps, runSteps, type Step } from "./run-steps.ts";
import { stopInstances } from "./stop-instances.ts";
import { keepWayOut } from "./way-out.ts";

export interface RunningSeatHost {
  /** Resolves when the seat host has died by itself. */
  readonly gone: Promise<void>;
  /** Stops seats and daemon, and leaves nothing behind. Safe to call in the middle of `prepare`. */
  takeDown(): Promise<void>;
}

export interface BringUpOptions extends PrepareOptions {
  /** Called when leftovers of a killed seat host are cleared, before anything is started. */
  readonly onCleared: () => Promise<void>;
}

/** A seat host stands alone, founds a cluster, or joins one. */
type Kind = "alone" | "founds" | "joins";

interface Stoppable {
  stop(): void;
}

/** What the steps make for those after them. */
interface World {
  readonly options: BringUpOptions;
  readonly here: MemberAddress | null;
  groupId: number;
  host: { readonly namespaces: Namespaces; readonly incus: IncusConnection } | null;
  lists: AllowLists | null;
  facts: Readonly<Record<string, string>>;
  readonly running: Partial<Record<Helper, Stoppable>>;
  isGoingDown: boolean;
}
/** What runs beside the daemon. */
type Helper = "quota" | "relay" | "way out" | "outside";

function given<Value>(value: Value | null): Value {
  if (value === null) throw new Error("a step of the seat host comes before the one that it needs");
  return value;
}

/** A helper that is there only when everything goes down already goes at once. */
function keep(world: World, helper: Helper, started: Stoppable): void {
  if (world.isGoingDown) started.stop();
  else world.running[helper] = started;
}

const newcomerOf = ({ host, here, options }: World) => {
  const { incus, namespaces } = given(host);
  return { incus, paths: options.paths, pid: namespaces.pid, here: given(here) };
};

/** Before there is anything that would have to be taken down. */
const PREPARATION: readonly Step<World, Kind>[] = [
  {
    name: "folders",
    does: async (world) => {
      const { paths } = world.options;
      world.groupId = await ensureGroup(layout.group);
      await mkdir(paths.cache, { recursive: true });
      await chown(paths.directory, 0, world.groupId);
      // Others may pass through: a seat's mapped root must reach its own root file system.
      await chmod(paths.directory, 0o751);
    },
  },
  {
    name: "leftovers",
    does: async ({ options }) => {
      await clearLeftovers(options.paths);
      await options.onCleared();
    },
  },
  {
    name: "packages",
    does: async ({ options: { report, signal } }) => {
      await installSystemPackages({ packages: seatPackages, report, signal });
      const old = await findOldIncus();
      if (old !== null)
        throw new Error(`Incus ${old} lacks security fixes; ${MIN_INCUS_PACKAGE} or newer is needed`);
    },
  },
];

/**
 * From the daemon's first moment to seats that can be cloned. The walls of the network stand before anything is
 * attached to it, and what a step needs stands above it.
 */
const BRING_UP: readonly Step<World, Kind>[] = [
  { name: "rules", does: ({ host, here }) => applyRules(given(host).namespaces.pid, here?.network) },
  {
    name: "way out",
    does: async (world) => {
      const { config, report } = world.options;
      world.lists = allowLists(config, (await findAptSources()).origins);
      keep(world, "way out", await keepWayOut(given(world.host).namespaces.pid, world.lists, report));
    },
  },
  {
    name: "outside",
    does: async (world) => {
      const reachLoopback = given(world.lists).configured.some(({ host }) => host === MACHINE_LOOPBACK);
      const { report } = world.options;
      keep(
        world,
        "outside",
        await attachOutside(given(world.host).namespaces.pid, { reachLoopback, report }),
      );
    },
  },
  {
    // A member of a cluster answers only once it has found the others, so it must be able to.
    name: "relay",
    only: ["founds", "joins"],
    does: (world) => keep(world, "relay", relayPeers(given(world.here).address, world.options.paths)),
  },
  {
    name: "daemon",
    does: ({ host, here, options }) =>
      waitDaemon(given(host).incus, given(host).namespaces.gone, here === null ? null : options.report),
  },
  {
    name: "join",
    only: ["joins"],
    does: async (world) => {
      const { config, report } = world.options;
      if ((await describeMember(given(world.host).incus)) !== null) return;
      report("joining the cluster");
      await joinCluster(newcomerOf(world), config.SEAT_HOST_JOIN, config);
    },
  },
  { name: "settings", does: ({ host, options }) => configureIncus(given(host).incus, options.config) },
  {
    name: "found",
    only: ["founds", "joins"],
    does: async (world) => {
      if ((await describeMember(given(world.host).incus)) === null) await foundCluster(newcomerOf(world));
    },
  },
  {
    name: "quota",
    does: async (world) => {
      const { paths, report } = world.options;
      keep(world, "quota", await keepQuota(paths, given(world.host).namespaces.pid, report));
    },
  },
  {
    name: "member's own",
    only: ["joins"],
    does: ({ host, options }) => prepareMember(given(host).incus, options),
  },
  {
    name: "project",
    only: ["alone", "founds"],
    does: async ({ host, here, options }) => {
      const { incus } = given(host);
      await ensureProject(incus, options.config, here === null ? {} : await readKeptFacts(incus));
    },
  },
  {
    name: "certificate",
    only: ["alone", "founds"],
    does: ({ host, options, groupId }) => ensureCertificate(given(host).incus, options.paths, groupId),
  },
  {
    name: "seats",
    only: ["alone", "founds"],
    does: async (world) => {
      world.facts = await prepareSeats(given(world.host).incus, world.options);
    },
  },
  {
    name: "facts",
    only: ["alone", "founds"],
    does: ({ host, options, facts }) => ensureProject(given(host).incus, options.config, facts),
  },
  {
    name: "old golden seats",
    only: ["alone", "founds"],
    does: ({ host, facts }) => removeOldGoldenSeats(given(host).incus, facts["user.drydock.golden"] ?? ""),
  },
  {
    name: "old golden images",
    only: ["founds"],
    does: ({ host, facts }) => removeOldGoldenImages(given(host).incus, facts["user.drydock.image"] ?? ""),
  },
];

const stops = (helper: Helper): Step<World, Kind> => ({
  name: helper,
  does: ({ running }) => running[helper]?.stop(),
});

/** Seats go while their daemon lives, and the way outside stays until the daemon has gone. */
const TAKE_DOWN: readonly Step<World, Kind>[] = [
  { name: "seats", does: ({ options }) => stopInstances(options).catch(() => undefined) },
  stops("quota"),
  stops("relay"),
  stops("way out"),
  {
    name: "daemon",
    does: async ({ options, host }) => {
      const { namespaces } = given(host);
      options.report("stopping the seat host's daemon");
      namespaces.end();
      const late = setTimeout(() => namespaces.child.kill("SIGKILL"), 15_000);
      await namespaces.gone;
      clearTimeout(late);
    },
  },
  stops("outside"),
  { name: "connection", does: ({ host }) => closeConnection(given(host).incus) },
  { name: "leftovers", does: ({ options }) => clearLeftovers(options.paths) },
  { name: "cgroups", does: ({ options }) => removeCgroups(options.paths) },
];

/** The names of the steps, in their order: what a test can read. */
export const orderOf = (
  kind: Kind,
): { readonly up: readonly string[]; readonly down: readonly string[] } => ({
  up: planSteps([...PREPARATION, ...BRING_UP], kind).map(({ name }) => name),
  down: planSteps(TAKE_DOWN, kind).map(({ name }) => name),
});

/** Starts the private seat host and prepares it until seats can be cloned. On failure it is taken down. */
export async function bringUp(options: BringUpOptions): Promise<RunningSeatHost> {
  const { config, paths, report, signal } = options;
  const here = memberAddress(config);
  const kind: Kind = here === null ? "alone" : config.SEAT_HOST_JOIN === "" ? "founds" : "joins";
  const world: World = {
    options,
    here,
    groupId: 0,
    host: null,
    lists: null,
    facts: {},
    running: {},
    isGoingDown: false,
  };
  await runSteps(planSteps(PREPARATION, kind), world);
  report("starting the seat host");
  const namespaces = await enterNamespaces(paths, here?.address);
  world.host = { namespaces, incus: connectByRootSocket(paths.rootSocket, "default") };
  let goingDown: Promise<void> | null = null;
  const takeDown = () => (goingDown ??= shutDown());
  async function shutDown(): Promise<void> {
    world.isGoingDown = true;
    await runSteps(planSteps(TAKE_DOWN, kind), world);
    report("the seat host is down");
  }
  // A step may take minutes; with its daemon gone it fails at once.
  signal.addEventListener("abort", () => void takeDown(), { once: true });
  try {
    await runSteps(planSteps(BRING_UP, kind), world, signal);
    return { gone: namespaces.gone, takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}
