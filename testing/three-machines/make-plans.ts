import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Config, seatHostDirectory } from "../../server/config.ts";
import { systemImageAlias } from "../../setup/make-system-image.ts";
import { seatHostPaths } from "../../setup/seat-host/paths.ts";
import { seatImage } from "../../setup/seat-image/seat-image.ts";
import { servicesImage } from "../../setup/services-image/services-image.ts";
import { findRootfs } from "../tiny-internet/make-plan.ts";
import { OWN } from "../tiny-internet/names.ts";
import { LAN } from "./lan.ts";
import type { MachinePlan } from "./protocol.ts";

/** User ids for a machine's seats: neither the machine's own seat host's, nor the tiny internet's, nor another's. */
const FIRST_ID = 2_600_000_000;
const IDS = 500_000_000;
const GIB = 2 ** 30;

export interface PlannedMachine {
  readonly name: string;
  readonly plan: MachinePlan;
  /** The first one's; the others' lack the token. */
  readonly config: Config;
}

/**
 * What three machines are started with, in a folder that is made anew. The first one's system images and its one base
 * image are those of this machine's seat host, which must have been prepared from the same sources.
 */
export async function makePlans(machine: Config, directory: string): Promise<readonly PlannedMachine[]> {
  const paths = seatHostPaths(seatHostDirectory(machine));
  await rm(directory, { recursive: true, force: true });
  const courses = path.join(directory, "courses");
  await mkdir(path.join(courses, "one"), { recursive: true });
  await writeFile(path.join(courses, "one/course.yaml"), "images:\n  - debian:bookworm-slim\n");
  return await Promise.all(
    LAN.machines.map(async ({ name, address }, index) => {
      const own = path.join(directory, name);
      await mkdir(path.join(own, "cache"), { recursive: true, mode: 0o751 });
      if (index === 0)
        for (const recipe of [seatImage, servicesImage]) {
          const alias = await systemImageAlias(recipe);
          await symlink(await findRootfs(paths, alias), path.join(own, "cache", `${alias}.tar`));
        }
      return {
        name,
        plan: {
          directory: own,
          cgroup: `drydock-machine-${name}`,
          userIds: `${FIRST_ID + index * IDS}:${IDS}`,
          debianTar: index === 0 ? await findDebian(`${paths.cache}/offline-kit`) : null,
        },
        config: {
          ...machine,
          DATA_DIR: own,
          SEAT_HOST: "auto",
          SEAT_HOST_DIR: own,
          SEAT_HOST_ADDRESS: `${address}/${LAN.prefix}`,
          CONTENT_DIR: courses,
          OFFLINE: "no" as const,
          REGISTRY: `http://127.0.0.1:${OWN.registryPort}`,
          SEAT_POOL: 12 * GIB,
          SEAT_LIMIT: 12,
          SEAT_MEMORY: GIB,
        },
      };
    }),
  );
}

async function findDebian(cache: string): Promise<string> {
  const folder = (await readdir(cache).catch(() => [])).find((name) => /^debian-[0-9a-f]{16}$/.test(name));
  if (folder === undefined) throw new Error(`${cache} has no Debian: the offline kit has not been made here`);
  return path.join(cache, folder, "rootfs.tar");
}
