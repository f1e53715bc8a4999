import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { RegistryStudent } from "../server/seats/registry-credential.ts";
import { listFolder, type Store } from "./store.ts";

export interface SurveyedManifest {
  readonly digest: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
  readonly tags: readonly string[];
  readonly references: readonly string[];
}

export interface SurveyedRepository {
  /** Without the owner: "app", "team/app". */
  readonly path: string;
  readonly folder: string;
  readonly manifests: readonly SurveyedManifest[];
  readonly layers: readonly { readonly digest: string; readonly bytes: number; readonly linkedAt: number }[];
  readonly uploads: readonly { readonly id: string; readonly bytes: number; readonly touchedAt: number }[];
}

/** All that one student keeps in the registry. */
export interface Survey {
  readonly repositories: readonly SurveyedRepository[];
  /** Of every blob that a repository of theirs links to, each once; what others link to as well counts in full. */
  readonly blobBytes: number;
  /** Tags and links together. */
  readonly things: number;
}

export async function surveyStudent(store: Store, student: RegistryStudent): Promise<Survey> {
  const repositories = await findRepositories(store, store.student(student), "");
  const blobs = new Map<string, number>();
  let things = 0;
  for (const { manifests, layers, uploads } of repositories) {
    for (const { digest, bytes } of [...manifests, ...layers]) blobs.set(digest, bytes);
    for (const { tags } of manifests) things += tags.length;
    things += manifests.length + layers.length + uploads.length;
  }
  return { repositories, blobBytes: [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0), things };
}

/** Deeper than any name that the door lets through. */
const MAX_DEPTH = 6;

async function findRepositories(
  store: Store,
  folder: string,
  name: string,
  depth = 0,
): Promise<SurveyedRepository[]> {
  const names = depth > MAX_DEPTH ? [] : await listFolder(folder);
  const found: SurveyedRepository[] = [];
  if (names.some((one) => one.startsWith("_"))) found.push(await surveyRepository(store, folder, name));
  for (const one of names)
    if (!one.startsWith("_"))
      found.push(
        ...(await findRepositories(
          store,
          path.join(folder, one),
          name === "" ? one : `${name}/${one}`,
          depth + 1,
        )),
      );
  return found;
}

async function surveyRepository(store: Store, folder: string, name: string): Promise<SurveyedRepository> {
  const tagged = new Map<string, string[]>();
  const tags = path.join(folder, "_manifests/tags");
  for (const tag of await listFolder(tags)) {
    const digest = (await readFile(path.join(tags, tag, "current/link"), "utf8").catch(() => "")).trim();
    tagged.set(digest, [...(tagged.get(digest) ?? []), tag]);
  }
  const manifests: SurveyedManifest[] = [];
  const revisions = path.join(folder, "_manifests/revisions/sha256");
  for (const hex of await listFolder(revisions)) {
    const digest = `sha256:${hex}`;
    const linked = await stat(path.join(revisions, hex, "link")).catch(() => null);
    const bytes = await store.blobBytes(digest);
    if (linked === null || bytes === null) continue;
    const { references } = (await store.readManifest(digest)) ?? { references: [] };
    manifests.push({ digest, bytes, pushedAt: linked.mtimeMs, tags: tagged.get(digest) ?? [], references });
  }
  const layers: { digest: string; bytes: number; linkedAt: number }[] = [];
  const links = path.join(folder, "_layers/sha256");
  for (const hex of await listFolder(links)) {
    const linked = await stat(path.join(links, hex, "link")).catch(() => null);
    const bytes = await store.blobBytes(`sha256:${hex}`);
    if (linked !== null)
      layers.push({ digest: `sha256:${hex}`, bytes: bytes ?? 0, linkedAt: linked.mtimeMs });
  }
  const uploads: { id: string; bytes: number; touchedAt: number }[] = [];
  for (const id of await listFolder(path.join(folder, "_uploads"))) {
    const data = await stat(path.join(folder, "_uploads", id, "data")).catch(() => null);
    const made = data ?? (await stat(path.join(folder, "_uploads", id)).catch(() => null));
    uploads.push({ id, bytes: data?.size ?? 0, touchedAt: made?.mtimeMs ?? 0 });
  }
  return { path: name, folder, manifests, layers, uploads };
}

/** Manifests that a tag names, and the images of an index that one names. */
export function namedManifests(repository: SurveyedRepository): Set<string> {
  const byDigest = new Map(repository.manifests.map((one) => [one.digest, one]));
  const named = new Set<string>();
  const visit = (digest: string) => {
    const manifest = byDigest.get(digest);
    if (manifest === undefined || named.has(digest)) return;
    named.add(digest);
    manifest.references.forEach(visit);
  };
  for (const { digest, tags } of repository.manifests) if (tags.length > 0) visit(digest);
  return named;
}
