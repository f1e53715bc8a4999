import { access, copyFile, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { IncusConnection } from "../server/seats/incus/connection.ts";
import { hashInputs } from "./hash-inputs.ts";
import { makeRootFilesystem } from "./make-root-filesystem.ts";
import { findMirror } from "./packages/find-mirror.ts";
import { type Age, renewOrKeep } from "./renew-or-keep.ts";
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
  readonly age: Age;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The name that an image has at the seat host: another for other inputs. */
export async function systemImageAlias(
  image: Pick<SystemImage, "name" | "recipe" | "inputs">,
): Promise<string> {
  return `${image.name}-${await hashInputs(image.inputs.map((name) => path.join(image.recipe, name)))}`;
}

/** An image of the seat host: its alias is for its recipe, its fingerprint for what has been made of that. */
export interface MadeImage {
  readonly alias: string;
  readonly fingerprint: string;
}

/** A Debian 13 with our own init as an image of the seat host, made once for each recipe, and anew when it is old. */
export async function makeSystemImage(incus: IncusConnection, image: SystemImage): Promise<MadeImage> {
  const alias = await systemImageAlias(image);
  const found = await findImage(incus, alias);
  // What somebody has put there is used as it is: a machine without a mirror can be given its images.
  const given = path.join(image.cache, `${alias}.tar`);
  const isGiven = await exists(given);
  if (found !== null && isGiven) return { alias, fingerprint: found.fingerprint };
  const { report, signal } = image;
  const fingerprint = await renewOrKeep({
    what: image.name,
    found: found === null ? null : { value: found.fingerprint, madeAt: found.madeAt },
    age: image.age,
    make: async () => {
      if (!isGiven) return await build(incus, image, alias);
      report(`${image.name}: into the seat host, from ${given}`);
      return await importImage(incus, { alias, description: image.name, rootfsTar: given });
    },
    report,
    ...(signal === undefined ? {} : { signal }),
  });
  return { alias, fingerprint };
}

async function build(incus: IncusConnection, image: SystemImage, alias: string): Promise<string> {
  const { report, signal } = image;
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
    return await importImage(incus, { alias, description: image.name, rootfsTar: tar });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
