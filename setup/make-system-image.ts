import { access, copyFile, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { IncusConnection } from "../server/seats/incus/connection.ts";
import { hashInputs } from "./hash-inputs.ts";
import { makeRootFilesystem } from "./make-root-filesystem.ts";
import { findMirror } from "./packages/find-mirror.ts";
import { findImage, importImage } from "./seat-host/import-image.ts";

export interface SystemImage {
  readonly name: string;
  /** Folder with packages.txt and the files. */
  readonly recipe: string;
  /** Files of the folder that decide whether an image that is there is still the right one. */
  readonly inputs: readonly string[];
  readonly files: readonly { readonly name: string; readonly target: string; readonly mode: string }[];
  /** Shell lines that run in the new system before the files are put there. */
  readonly prepare: readonly string[];
  readonly cache: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The name that an image has at the seat host: another for other inputs. */
export async function systemImageAlias(
  image: Pick<SystemImage, "name" | "recipe" | "inputs">,
): Promise<string> {
  return `${image.name}-${await hashInputs(image.inputs.map((name) => path.join(image.recipe, name)))}`;
}

/** A Debian 13 with our own init as an image of the seat host, made once for each recipe. Returns its alias. */
export async function makeSystemImage(incus: IncusConnection, image: SystemImage): Promise<string> {
  const alias = await systemImageAlias(image);
  if (await findImage(incus, alias)) return alias;
  const { report, signal } = image;
  // What somebody has put there is used as it is: a machine without a mirror can be given its images.
  const given = path.join(image.cache, `${alias}.tar`);
  if (await exists(given)) {
    report(`${image.name}: into the seat host, from ${given}`);
    await importImage(incus, { alias, description: image.name, rootfsTar: given });
    return alias;
  }
  // mmdebstrap takes its hooks apart at blanks, so it gets copies at a place without any.
  const work = path.join(image.cache, `unfinished-${image.name}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  for (const { name } of image.files) await copyFile(path.join(image.recipe, name), path.join(work, name));
  const tar = path.join(work, "rootfs.tar");
  try {
    await makeRootFilesystem({
      release: "trixie",
      packages: (await readFile(path.join(image.recipe, "packages.txt"), "utf8")).trim().split("\n"),
      mirror: await findMirror(),
      files: image.files.map(({ name, target, mode }) => ({ source: path.join(work, name), target, mode })),
      prepare: image.prepare,
      tar,
      work,
      report: (line) => report(`${image.name}: ${line}`),
      ...(signal === undefined ? {} : { signal }),
    });
    report(`${image.name}: into the seat host`);
    await importImage(incus, { alias, description: image.name, rootfsTar: tar });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return alias;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
