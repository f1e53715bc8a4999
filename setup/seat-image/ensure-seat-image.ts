import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { hashInputs } from "../hash-inputs.ts";
import { makeRootFilesystem } from "../make-root-filesystem.ts";
import { findMirror } from "../packages/find-mirror.ts";
import { findImage, importImage } from "../seat-host/import-image.ts";
import type { SeatHostPaths } from "../seat-host/paths.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The system that every seat runs: Debian 13 with a Docker Engine of its own. Returns the image's alias. */
export async function ensureSeatImage(
  incus: IncusConnection,
  paths: SeatHostPaths,
  options: { readonly report: (line: string) => void; readonly signal?: AbortSignal },
): Promise<string> {
  const alias = `drydock-seat-${await hashInputs([here(".")])}`;
  if (await findImage(incus, alias)) return alias;
  const mirror = await findMirror();
  // mmdebstrap takes its hooks apart at blanks, so it gets copies at a place without any.
  const work = `${paths.cache}/seat-image`;
  await mkdir(work, { recursive: true });
  for (const name of ["init", "seat-init", "daemon.json"]) await copyFile(here(name), `${work}/${name}`);
  const tar = `${work}/rootfs.tar`;
  try {
    await makeRootFilesystem({
      release: "trixie",
      packages: (await readFile(here("packages.txt"), "utf8")).trim().split("\n"),
      mirror,
      files: [
        { source: `${work}/init`, target: "/sbin/init", mode: "755" },
        { source: `${work}/seat-init`, target: "/usr/local/sbin/seat-init", mode: "755" },
        { source: `${work}/daemon.json`, target: "/etc/docker/daemon.json", mode: "644" },
      ],
      prepare: ["mkdir -p /etc/docker", "rm -f /usr/sbin/init"],
      tar,
      ...options,
    });
    await importImage(incus, { alias, description: "drydock-seat", rootfsTar: tar });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return alias;
}
