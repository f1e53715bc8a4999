import { readdir } from "node:fs/promises";
import path from "node:path";
import { makeOfflineKit } from "../../setup/offline-kit/make-offline-kit.ts";
import { ageOf } from "../../setup/renew-or-keep.ts";
import { layout } from "../../setup/seat-host/layout.ts";

export interface KitParts {
  /** Root file system of the Python image. */
  readonly pythonTar: string;
  /** Folder of projects with wheels. */
  readonly wheels: string;
}

/**
 * What the machine's offline kit has, as it lies there: a kit that is in use is never made anew, even when the
 * sources say otherwise by now. A machine that came up with the internet has none; then it is made.
 */
export async function findKit(cacheDir: string): Promise<KitParts> {
  const folders = await readdir(cacheDir).catch(() => []);
  const find = (name: string) =>
    folders.toSorted().findLast((folder) => new RegExp(`^${name}-[0-9a-f]{16}(?:\\.\\d+)?$`).test(folder));
  const python = find("python");
  const wheels = find("wheels");
  if (python !== undefined && wheels !== undefined)
    return {
      pythonTar: path.join(cacheDir, python, "rootfs.tar"),
      wheels: path.join(cacheDir, wheels, "simple"),
    };
  const kit = await makeOfflineKit({
    cacheDir,
    report: () => undefined,
    age: ageOf(0, Date.now(), () => Promise.resolve(null)),
    services: { address: layout.servicesAddress },
  });
  const made = kit.images.find(({ references }) => references.includes("python:3.11-slim"));
  if (made === undefined) throw new Error("the offline kit has no Python");
  return { pythonTar: made.rootfsTar, wheels: kit.wheelIndex };
}
