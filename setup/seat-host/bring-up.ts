import { chmod, chown, mkdir } from "node:fs/promises";
import { closeConnection, connectByRootSocket } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import { foundCluster, joinCluster } from "../cluster/become-member.ts";
import { describeMember } from "../cluster/describe-member.ts";
import { memberAddress } from "../cluster/member-address.ts";
import { prepareMember } from "../cluster/prepare-member.ts";
import { removeOldGoldenImages } from "../cluster/publish-golden.ts";
import { relayPeers } from "../cluster/relay-peers.ts";
import { removeOldGoldenSeats } from "../golden/ensure-golden-seat.ts";
import { findAptSources } from "../offline-kit/find-apt-sources.ts";
import { findOldIncus, installSystemPackages } from "../packages/install-system-packages.ts";
import { MIN_INCUS_PACKAGE, seatPackages } from "../packages/system-packages.ts";
import { allowLists, MACHINE_LOOPBACK } from "../services/allow-lists.ts";
import { applyRules } from "./apply-rules.ts";
import { attachOutside, type Outside } from "./attach-outside.ts";
import { clearLeftovers, removeCgroups } from "./clear-leftovers.ts";
import { configureIncus, waitDaemon } from "./configure-incus.ts";
import { ensureCertificate } from "./ensure-certificate.ts";
import { ensureGroup } from "./ensure-group.ts";
import { ensureProject, readKeptFacts } from "./ensure-project.ts";
import { enterNamespaces } from "./enter-namespaces.ts";
import { keepQuota } from "./keep-quota.ts";
import { layout } from "./layout.ts";
import { type PrepareOptions, prepareSeats } from "./prepare-seats.ts";
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

/** Starts the private seat host and prepares it until seats can be cloned. On failure it is taken down. */
export async function bringUp(options: BringUpOptions): Promise<RunningSeatHost> {
  const { config, paths, report, signal } = options;
  const groupId = await ensureGroup(layout.group);
  await mkdir(paths.cache, { recursive: true });
  await chown(paths.directory, 0, groupId);
  // Others may pass through: a seat's mapped root must reach its own root file system.
  await chmod(paths.directory, 0o751);
  await clearLeftovers(paths);
  await options.onCleared();
  await installSystemPackages({ packages: seatPackages, report, signal });
  const old = await findOldIncus();
  if (old !== null)
    throw new Error(`Incus ${old} lacks security fixes; ${MIN_INCUS_PACKAGE} or newer is needed`);
  report("starting the seat host");
  const here = memberAddress(config);
  const namespaces = await enterNamespaces(paths, here?.address);
  const incus = connectByRootSocket(paths.rootSocket, "default");
  let outside: Outside | null = null;
  let quota: { stop(): void } | null = null;
  let wayOut: { stop(): void } | null = null;
  let relay: { stop(): void } | null = null;
  let goingDown: Promise<void> | null = null;
  const takeDown = () => (goingDown ??= shutDown());
  async function shutDown(): Promise<void> {
    await stopInstances(options).catch(() => undefined);
    quota?.stop();
    relay?.stop();
    wayOut?.stop();
    report("stopping the seat host's daemon");
    namespaces.end();
    const late = setTimeout(() => namespaces.child.kill("SIGKILL"), 15_000);
    await namespaces.gone;
    clearTimeout(late);
    outside?.stop();
    closeConnection(incus);
    await clearLeftovers(paths);
    await removeCgroups(paths);
    report("the seat host is down");
  }
  // A step may take minutes; with its daemon gone it fails at once.
  signal.addEventListener("abort", () => void takeDown(), { once: true });
  try {
    if (signal.aborted) throw new Error("given up");
    await applyRules(namespaces.pid, here?.network);
    const lists = allowLists(config, (await findAptSources()).origins);
    wayOut = await keepWayOut(namespaces.pid, lists, report);
    outside = await attachOutside(namespaces.pid, {
      reachLoopback: lists.configured.some(({ host }) => host === MACHINE_LOOPBACK),
      report,
    });
    // A member of a cluster answers only once it has found the others, so it must be able to.
    if (here !== null) relay = relayPeers(here.address, paths);
    await waitDaemon(incus, namespaces.gone, here === null ? null : report);
    const newcomer = here === null ? null : { incus, paths, pid: namespaces.pid, here };
    const joins = here !== null && config.SEAT_HOST_JOIN !== "";
    if (newcomer !== null && joins && (await describeMember(incus)) === null) {
      report("joining the cluster");
      await joinCluster(newcomer, config.SEAT_HOST_JOIN, config);
    }
    await configureIncus(incus, config);
    if (newcomer !== null && (await describeMember(incus)) === null) await foundCluster(newcomer);
    quota = await keepQuota(paths, namespaces.pid, report);
    if (joins) {
      await prepareMember(incus, options);
      return { gone: namespaces.gone, takeDown };
    }
    await ensureProject(incus, config, here === null ? {} : await readKeptFacts(incus));
    await ensureCertificate(incus, paths, groupId);
    const facts = await prepareSeats(incus, options);
    await ensureProject(incus, config, facts);
    await removeOldGoldenSeats(incus, facts["user.drydock.golden"] ?? "");
    if (here !== null) await removeOldGoldenImages(incus, facts["user.drydock.image"] ?? "");
    return { gone: namespaces.gone, takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}

/** All at once: each takes about two seconds to stop its engine. Those of a cluster's other members run on. */
async function stopInstances(options: BringUpOptions): Promise<void> {
  const incus = connectByRootSocket(options.paths.rootSocket, "default");
  try {
    const member = await describeMember(incus);
    const answer = await incusRequest(incus, "GET", "/1.0/instances", {
      query: { "all-projects": "true", recursion: "1" },
      timeoutMs: 10_000,
    });
    type Listed = { name: string; project: string; status: string; location: string };
    const running = (answer.metadata as Listed[]).filter(
      ({ status, location }) => status !== "Stopped" && (member === null || location === member),
    );
    if (running.length > 0) options.report(`stopping ${running.length} running seats`);
    await Promise.all(
      running.map(({ name, project }) => {
        const there = { ...incus, project };
        return setInstanceState(there, name, "stop", { timeoutSeconds: 10 })
          .catch(() => setInstanceState(there, name, "stop", { force: true }))
          .catch(() => undefined);
      }),
    );
  } finally {
    closeConnection(incus);
  }
}
