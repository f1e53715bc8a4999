import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import type { SeatPlace } from "../../server/seats/seat-config.ts";
import { describeMember } from "../cluster/describe-member.ts";
import { listMembers } from "../cluster/list-members.ts";
import { publishGolden } from "../cluster/publish-golden.ts";
import { warmMember } from "../cluster/warm-member.ts";
import { ensureGoldenSeat, GOLDEN_LIMITS } from "../golden/ensure-golden-seat.ts";
import { importBaseImages } from "../golden/import-base-images.ts";
import { noProxy, pullBaseImages } from "../golden/pull-base-images.ts";
import { readCourses } from "../golden/read-courses.ts";
import { warmCache } from "../golden/warm-cache.ts";
import { hashInputs } from "../hash-inputs.ts";
import { makeSystemImage } from "../make-system-image.ts";
import { findAptSources } from "../offline-kit/find-apt-sources.ts";
import { makeOfflineKit } from "../offline-kit/make-offline-kit.ts";
import { findSilentMirror } from "../packages/find-mirror.ts";
import { readRegistryKey } from "../registry/read-registry-key.ts";
import { startMirror, stopMirror } from "../registry/start-mirror.ts";
import { ageOf } from "../renew-or-keep.ts";
import { seatImage } from "../seat-image/seat-image.ts";
import { allowLists, fromInside } from "../services/allow-lists.ts";
import { areServicesCurrent, ensureServices, serveIndex, SERVICES } from "../services/ensure-services.ts";
import { findSilentHost } from "../services/probe-registry.ts";
import { servicesImage } from "../services-image/services-image.ts";
import { countWorking } from "./count-working.ts";
import { layout } from "./layout.ts";
import type { SeatHostPaths } from "./paths.ts";
import { takeRoad } from "./take-road.ts";

export interface PrepareOptions {
  readonly config: Config;
  readonly paths: SeatHostPaths;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface PrepareSeatsOptions extends PrepareOptions {
  /**
   * "start": nobody uses the services yet, so that they are set up whatever is there. "renew": seats may be in use, so
   * that services are left alone unless a newer image is there and nobody works.
   */
  readonly mode?: "start" | "renew";
}

const goldenCode = fileURLToPath(new URL("../golden", import.meta.url));

/**
 * Images, services and golden seat, each skipped when it is there from the same inputs. Returns what the web
 * process has to know, as `user.*` keys of the project.
 */
export async function prepareSeats(
  incus: IncusConnection,
  options: PrepareSeatsOptions,
): Promise<Record<string, string>> {
  const { config, paths, report, signal } = options;
  const age = ageOf(config.REFRESH_DAYS, Date.now(), findSilentMirror);
  const image = (recipe: typeof seatImage) =>
    makeSystemImage(incus, { ...recipe, cache: paths.cache, age, report, signal });

  report("services: proxy, package index and registry");
  const aptOrigins = (await findAptSources()).origins;
  const member = await describeMember(incus);
  const registryKey = await readRegistryKey(paths);
  const services = { name: SERVICES, member };
  const servicesMade = await image(servicesImage);
  if (await mayRestartServices())
    await ensureServices(incus, services, servicesMade, allowLists(config, aptOrigins), {
      key: registryKey,
      studentBytes: config.REGISTRY_BYTES,
      diskBytes: config.REGISTRY_DISK,
      mirrorBytes: config.MIRROR_DISK,
    });
  report("seat image");
  const seatMade = await image(seatImage);
  const courses = await readCourses(path.resolve(config.CONTENT_DIR));
  const place: SeatPlace = {
    pool: layout.pool,
    network: layout.seatBridge,
    prefix: Number(layout.seatNetwork.split("/")[1]),
    servicesAddress: layout.servicesAddress,
  };
  const makeGolden = async (source: string, contents: string, fill: (instance: string) => Promise<void>) => {
    const key = await hashInputs(
      [goldenCode, ...courses.starters.map(({ directory }) => directory)],
      [seatMade.alias, JSON.stringify({ place, limits: GOLDEN_LIMITS, layout }), source, ...courses.images],
    );
    report("golden seat");
    return await ensureGoldenSeat(incus, {
      key,
      parts: await hashInputs([], [seatMade.fingerprint, contents]),
      age,
      report,
      signal,
      imageAlias: seatMade.alias,
      member,
      place,
      addresses: layout.goldenAddresses,
      fill: async (instance) => {
        await fill(instance);
        await warmCache(incus, instance, courses.starters, report);
      },
    });
  };
  const { standIns, golden } = await takeRoad({
    offline: config.OFFLINE,
    registry: config.REGISTRY,
    findSilent: () => findSilentHost(incus, SERVICES, config),
    fromRegistry: async () => {
      await startMirror(incus, SERVICES, fromInside(config.REGISTRY).origin);
      return await makeGolden(`${config.REGISTRY} ${config.PACKAGE_INDEX}`, "", (instance) =>
        pullBaseImages(incus, instance, { config, images: courses.images, report, signal }),
      );
    },
    fromKit: async () => {
      await stopMirror(incus, SERVICES);
      const kit = await makeOfflineKit({
        cacheDir: `${paths.cache}/offline-kit`,
        report,
        signal,
        age,
        services: { address: layout.servicesAddress },
      });
      await serveIndex(incus, SERVICES, kit.wheelIndex);
      return await makeGolden(kit.hash, kit.contents, (instance) =>
        importBaseImages(incus, instance, kit.images, report),
      );
    },
    report,
  });
  return {
    "user.drydock.image": member === null ? "" : await spreadGolden(golden.source),
    "user.drydock.golden": golden.source,
    "user.drydock.goldenbytes": String(golden.bytes),
    "user.drydock.standins": String(standIns),
    // Stand-ins know the way out by themselves; images from a registry are told by build arguments.
    "user.drydock.proxy": standIns ? "" : `http://${layout.servicesAddress}:${layout.proxyPort}`,
    "user.drydock.noproxy": standIns ? "" : noProxy(),
    "user.drydock.registry": `registry:${layout.registryPort}`,
    "user.drydock.registrykey": registryKey,
  };

  async function mayRestartServices(): Promise<boolean> {
    if (options.mode !== "renew") return true;
    if (await areServicesCurrent(incus, SERVICES, servicesMade)) return false;
    const working = await countWorking(incus);
    if (working > 0)
      report(`services: ${working} seats are in use; the new services wait for a quieter night`);
    return working === 0;
  }

  /** To all members of the cluster that are there; one that comes later takes it when it comes. */
  async function spreadGolden(source: string): Promise<string> {
    report("golden seat: to every machine of the cluster");
    const fingerprint = await publishGolden(incus, paths, source);
    for (const name of await listMembers(incus)) await warmMember(incus, name, fingerprint, place);
    return fingerprint;
  }
}
