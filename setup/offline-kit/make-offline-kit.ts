import { mkdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors.ts";
import { hashInputs } from "../hash-inputs.ts";
import type { Age } from "../renew-or-keep.ts";
import { type AptSources, findAptSources } from "./find-apt-sources.ts";
import { type ImageRecipe, imageRecipes, recipeInputs } from "./image-recipes.ts";
import { keepArtifact, removeOutdated, removeUnfinished } from "./keep-artifact.ts";
import { makeWheelIndex, wheelRecipe, wheelTools } from "./make-wheel-index.ts";
import { runMmdebstrap } from "./run-mmdebstrap.ts";

export interface OfflineImage {
  /** Tar of the root file system, for `docker import`. */
  readonly rootfsTar: string;
  /** Names that the image gets, the first one by import, the others by tag. */
  readonly references: readonly string[];
  /** Each one a `-c` of `docker import`. */
  readonly changes: readonly string[];
}

export interface OfflineKit {
  readonly images: readonly OfflineImage[];
  /** Folder in PEP 503 form, to be served as http://<services>/simple/. */
  readonly wheelIndex: string;
  /** Changes when the recipe of anything in the kit does. */
  readonly hash: string;
  /** Changes when anything in the kit does, also when it was only made anew. */
  readonly contents: string;
}

export interface OfflineKitOptions {
  /** Folder where finished parts are kept; on a disk with 3 GB to spare. */
  readonly cacheDir: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly age: Age;
  /** Where a seat finds the package index (port 80) and the proxy (port 3128). */
  readonly services?: { readonly address: string };
}

/**
 * Stand-ins for the course's base images and for the Python package index, made from Debian's packages alone: for
 * machines that no registry answers. Needs root, mmdebstrap and a Debian mirror; no engine. Finished parts are kept,
 * so that a second call takes milliseconds and a broken one goes on where it stopped. Throws AppError.
 */
export async function makeOfflineKit(options: OfflineKitOptions): Promise<OfflineKit> {
  if (process.getuid?.() !== 0) {
    throw new AppError("SEAT_HOST_MISSING", {
      message: "the offline kit was asked for without root",
      userMessage: "The stand-ins for the base images can only be made by root. Start once with sudo.",
    });
  }
  const services = options.services?.address ?? "10.78.0.2";
  await mkdir(options.cacheDir, { recursive: true });
  await removeUnfinished(options.cacheDir);
  const sources = await findAptSources();

  const images: (OfflineImage & { readonly name: string; readonly folder: string })[] = [];
  for (const recipe of imageRecipes) {
    const hash = await hashInputs(
      [],
      [...recipeInputs(recipe, services), ...sources.lines, ...sources.options],
    );
    const { folder } = await keepArtifact({
      cacheDir: options.cacheDir,
      name: recipe.name,
      hash,
      age: options.age,
      report: options.report,
      make: (work) => makeImage(recipe, work, services, sources, options),
    });
    const { name, references, changes } = recipe;
    images.push({ name, folder, rootfsTar: path.join(folder, "rootfs.tar"), references, changes });
  }

  const python = images.find((image) => image.name === "python");
  if (python === undefined) throw new Error("the kit has no Python image");
  const baseLibraries = path.join(python.folder, "base-libraries.txt");
  const hash = await hashInputs([...wheelRecipe, baseLibraries], [...wheelTools, ...sources.lines]);
  const index = await keepArtifact({
    cacheDir: options.cacheDir,
    name: "wheels",
    hash,
    age: options.age,
    report: options.report,
    make: async (work) => {
      const folder = path.join(work, "simple");
      await makeWheelIndex({ ...options, folder, baseLibraries, sources, workFolder: work });
    },
  });

  await removeOutdated(options.cacheDir, [index.folder, ...images.map((image) => image.folder)]);
  const folders = [index.folder, ...images.map(({ folder }) => folder)].map((folder) =>
    path.basename(folder),
  );
  const told = images.flatMap(({ references, changes }) => [...references, ...changes]);
  return {
    images: images.map(({ rootfsTar, references, changes }) => ({ rootfsTar, references, changes })),
    wheelIndex: path.join(index.folder, "simple"),
    hash: await hashInputs([], [...folders.map((folder) => folder.replace(/\.\d+$/, "")), ...told]),
    contents: await hashInputs([], folders),
  };
}

async function makeImage(
  recipe: ImageRecipe,
  folder: string,
  services: string,
  sources: AptSources,
  options: OfflineKitOptions,
): Promise<void> {
  await runMmdebstrap({
    title: `${recipe.references[0] ?? recipe.name} (stand-in)`,
    sources,
    workFolder: folder,
    report: options.report,
    ...recipe.build({ folder, services }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}
