import path from "node:path";
import type { Store } from "./store.ts";
import { listFolder } from "./store.ts";
import { namedManifests, type Survey, type SurveyedRepository } from "./survey.ts";

/** How old something has to be before it goes, in milliseconds. */
export interface Ages {
  /** Uploads that nobody goes on with. */
  readonly uploadMs: number;
  /** Images that no tag names any more. */
  readonly untaggedMs: number;
  /** Layers of no image: a push brings them before the image. */
  readonly looseMs: number;
}

const MINUTE_MS = 60_000;
/** In the ordinary course of things. */
export const CALM: Ages = {
  uploadMs: 15 * MINUTE_MS,
  untaggedMs: 24 * 60 * MINUTE_MS,
  looseMs: 60 * MINUTE_MS,
};
/** When somebody's push does not fit otherwise. */
export const PRESSED: Ages = { uploadMs: MINUTE_MS / 2, untaggedMs: 10 * MINUTE_MS, looseMs: 10 * MINUTE_MS };

/** Removes links that nobody needs; their blobs go with the next sweep. Tells whether there were any. */
export async function tidyStudent(
  store: Store,
  survey: Survey,
  ages: Ages,
  isActive: (upload: string) => boolean,
  now = Date.now(),
): Promise<boolean> {
  let changed = false;
  const remove = async (folder: string) => {
    await store.remove(folder);
    changed = true;
  };
  for (const repository of survey.repositories) {
    const { folder, uploads, layers } = repository;
    for (const { id, touchedAt } of uploads)
      if (!isActive(id) && now - touchedAt > ages.uploadMs) await remove(path.join(folder, "_uploads", id));
    const kept = keptManifests(repository, now - ages.untaggedMs);
    for (const { digest } of repository.manifests)
      if (!kept.has(digest)) await remove(revisionFolder(folder, digest));
    const needed = new Set(
      repository.manifests.filter(({ digest }) => kept.has(digest)).flatMap(({ references }) => references),
    );
    for (const { digest, linkedAt } of layers)
      if (!needed.has(digest) && now - linkedAt > ages.looseMs) await remove(layerFolder(folder, digest));
  }
  return changed;
}

function keptManifests(repository: SurveyedRepository, oldest: number): Set<string> {
  const kept = namedManifests(repository);
  for (const { digest, pushedAt } of repository.manifests) if (pushedAt > oldest) kept.add(digest);
  return kept;
}

/**
 * Removes an image by digest, with its tags, the images of it when it is an index, and the layers that no other
 * image of the repository has. False when there is none.
 */
export async function deleteImage(
  store: Store,
  repository: SurveyedRepository,
  digest: string,
): Promise<boolean> {
  const byDigest = new Map(repository.manifests.map((one) => [one.digest, one]));
  const image = byDigest.get(digest);
  if (image === undefined) return false;
  const gone = new Set([digest]);
  for (const child of image.references) {
    const isOthers = repository.manifests.some((one) => one !== image && one.references.includes(child));
    if (byDigest.get(child)?.tags.length === 0 && !isOthers) gone.add(child);
  }
  const rest = repository.manifests.filter((one) => !gone.has(one.digest));
  const needed = new Set(rest.flatMap(({ references }) => references));
  for (const one of gone) {
    for (const tag of byDigest.get(one)?.tags ?? []) await deleteTag(store, repository, tag);
    await store.remove(revisionFolder(repository.folder, one));
    for (const layer of byDigest.get(one)?.references ?? [])
      if (!needed.has(layer) && !byDigest.has(layer))
        await store.remove(layerFolder(repository.folder, layer));
  }
  if (rest.length === 0 && repository.uploads.length === 0) await removeEmpty(store, repository.folder);
  return true;
}

export async function deleteTag(store: Store, repository: SurveyedRepository, tag: string): Promise<void> {
  await store.remove(path.join(repository.folder, "_manifests/tags", tag));
}

/** A repository whose last image has gone is not listed any more. */
async function removeEmpty(store: Store, folder: string): Promise<void> {
  const names = await listFolder(folder);
  for (const own of names.filter((name) => name.startsWith("_"))) await store.remove(path.join(folder, own));
  if (names.every((name) => name.startsWith("_"))) await store.remove(folder);
}

const hexOf = (digest: string) => digest.replace("sha256:", "");
const revisionFolder = (folder: string, digest: string) =>
  path.join(folder, "_manifests/revisions/sha256", hexOf(digest));
const layerFolder = (folder: string, digest: string) => path.join(folder, "_layers/sha256", hexOf(digest));
