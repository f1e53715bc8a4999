import { chown, mkdir, chmod } from "node:fs/promises";
import type { Config } from "../../server/config.ts";
import { closeConnection, connectByRootSocket } from "../../server/seats/incus/connection.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { setInstanceState } from "../../server/seats/incus/set-state.ts";
import type { SeatPlace } from "../../server/seats/seat-config.ts";
import { hashInputs } from "../hash-inputs.ts";
import { importBaseImages } from "../golden/import-base-images.ts";
import { makeOfflineKit } from "../offline-kit/make-offline-kit.ts";
import { ensureGoldenSeat } from "../golden/ensure-golden-seat.ts";
import { ensureSeatImage } from "../seat-image/ensure-seat-image.ts";
import { clearLeftovers, removeCgroups } from "./clear-leftovers.ts";
import { configureIncus, waitDaemon } from "./configure-incus.ts";
import { ensureCertificate } from "./ensure-certificate.ts";
import { ensureGroup } from "./ensure-group.ts";
import { ensureProject } from "./ensure-project.ts";
import { enterNamespaces } from "./enter-namespaces.ts";
import { layout } from "./layout.ts";
import type { SeatHostPaths } from "./paths.ts";

export interface RunningSeatHost {
  /** Resolves when the seat host has died by itself. */
  readonly gone: Promise<void>;
  /** Stops seats and daemon, and leaves nothing behind. Safe to call in the middle of `prepare`. */
  takeDown(): Promise<void>;
}

export interface BringUpOptions {
  readonly config: Config;
  readonly paths: SeatHostPaths;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
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
  report("starting the seat host");
  const namespaces = await enterNamespaces(paths);
  const incus = connectByRootSocket(paths.rootSocket, "default");
  let goingDown: Promise<void> | null = null;
  const takeDown = () => (goingDown ??= shutDown());
  async function shutDown(): Promise<void> {
    await stopInstances(options).catch(() => undefined);
    await incusRequest(incus, "GET", "/internal/shutdown", { timeoutMs: 30_000 }).catch(() => undefined);
    const late = setTimeout(() => namespaces.child.kill("SIGKILL"), 15_000);
    await namespaces.gone;
    clearTimeout(late);
    closeConnection(incus);
    await clearLeftovers(paths);
    await removeCgroups();
  }
  // A step may take minutes; with its daemon gone it fails at once.
  signal.addEventListener("abort", () => void takeDown(), { once: true });
  try {
    if (signal.aborted) throw new Error("given up");
    await waitDaemon(incus, namespaces.gone);
    await configureIncus(incus, config);
    await ensureProject(incus, config, {});
    await ensureCertificate(incus, paths, groupId);
    report("seat image");
    const imageAlias = await ensureSeatImage(incus, paths, { report, signal });
    report("offline kit");
    const kit = await makeOfflineKit({
      cacheDir: `${paths.cache}/offline-kit`,
      report,
      signal,
      services: { address: layout.servicesAddress },
    });
    report("golden seat");
    const place: SeatPlace = {
      pool: layout.pool,
      network: layout.seatBridge,
      prefix: Number(layout.seatNetwork.split("/")[1]),
      servicesAddress: layout.servicesAddress,
    };
    const golden = await ensureGoldenSeat(incus, {
      key: await hashInputs([], [imageAlias, kit.hash, JSON.stringify(place)]),
      imageAlias,
      place,
      address: layout.goldenAddress,
      fill: (instance) => importBaseImages(incus, instance, kit.images, report),
    });
    await ensureProject(incus, config, { "user.drydock.golden": golden, "user.drydock.standins": "true" });
    return { gone: namespaces.gone, takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}

/** All at once: each takes about two seconds to stop its engine. */
async function stopInstances(options: BringUpOptions): Promise<void> {
  const incus = connectByRootSocket(options.paths.rootSocket, "default");
  try {
    const answer = await incusRequest(incus, "GET", "/1.0/instances", {
      query: { "all-projects": "true", recursion: "1" },
      timeoutMs: 10_000,
    });
    const running = (answer.metadata as { name: string; project: string; status: string }[]).filter(
      ({ status }) => status !== "Stopped",
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
