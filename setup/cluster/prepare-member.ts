import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import { makeSystemImage } from "../make-system-image.ts";
import { findAptSources } from "../offline-kit/find-apt-sources.ts";
import { makeOfflineKit } from "../offline-kit/make-offline-kit.ts";
import { findSilentMirror } from "../packages/find-mirror.ts";
import { startMirror } from "../registry/start-mirror.ts";
import { ageOf } from "../renew-or-keep.ts";
import { layout } from "../seat-host/layout.ts";
import type { PrepareOptions } from "../seat-host/prepare-seats.ts";
import { allowLists, fromInside } from "../services/allow-lists.ts";
import { ensureServices, serveIndex, SERVICES } from "../services/ensure-services.ts";
import { servicesImage } from "../services-image/services-image.ts";
import { describeMember } from "./describe-member.ts";
import { warmMember } from "./warm-member.ts";

/**
 * What a machine that joined a cluster needs of its own: the services beside its seats, and the golden seat unpacked.
 * The first machine has made the rest.
 */
export async function prepareMember(incus: IncusConnection, options: PrepareOptions): Promise<void> {
  const { config, paths, report, signal } = options;
  const member = await describeMember(incus);
  if (member === null) throw new Error("this machine's seat host is in no cluster");
  const { place, standIns, goldenImage, registry } = await readFacts({ ...incus, project: layout.project });
  if (goldenImage === null || registry === null)
    throw new Error(
      "the first machine of the cluster has not prepared its seats yet: start it, then this one",
    );
  report("services: proxy, package index and registry");
  const age = ageOf(config.REFRESH_DAYS, Date.now(), findSilentMirror);
  const image = await makeSystemImage(incus, { ...servicesImage, cache: paths.cache, age, report, signal });
  const services = { name: `${SERVICES}-${member}`.toLowerCase(), member };
  await ensureServices(incus, services, image, allowLists(config, (await findAptSources()).origins), {
    // One key for all: a student's password is good wherever their seat is.
    key: registry.key,
    studentBytes: config.REGISTRY_BYTES,
    diskBytes: config.REGISTRY_DISK,
    mirrorBytes: config.MIRROR_DISK,
  });
  if (!standIns) await startMirror(incus, services.name, fromInside(config.REGISTRY).origin);
  if (standIns) {
    const kit = await makeOfflineKit({
      cacheDir: `${paths.cache}/offline-kit`,
      report,
      signal,
      age,
      services: { address: layout.servicesAddress },
    });
    await serveIndex(incus, services.name, kit.wheelIndex);
  }
  report("golden seat: from the first machine");
  await warmMember(incus, member, goldenImage, place);
}
