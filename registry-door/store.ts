import { readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { RegistryStudent } from "../server/seats/registry-credential.ts";

/** What a manifest names: layers and configuration of an image, or the images of an index. */
export interface ManifestContent {
  readonly references: readonly string[];
}

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
/** Manifests never change, so what was read once is kept; oldest first out. */
const MAX_KNOWN = 2000;

/**
 * The files of a registry as Debian's docker-registry lays them out (version 2 of the layout): blobs once, and links
 * to them below each repository. Read here for counting, and the only place that removes any.
 */
export class Store {
  readonly root: string;
  readonly #known = new Map<string, ManifestContent>();

  constructor(root: string) {
    this.root = root;
  }

  get blobs(): string {
    return path.join(this.root, "docker/registry/v2/blobs/sha256");
  }

  get repositories(): string {
    return path.join(this.root, "docker/registry/v2/repositories");
  }

  /** Folder of all that a student has pushed. */
  student({ realm, name }: RegistryStudent): string {
    return path.join(this.repositories, realm, name);
  }

  blob(digest: string): string {
    const hex = digest.replace("sha256:", "");
    return path.join(this.blobs, hex.slice(0, 2), hex);
  }

  /** Null when it is not there. */
  async blobBytes(digest: string): Promise<number | null> {
    const found = await stat(path.join(this.blob(digest), "data")).catch(() => null);
    return found?.size ?? null;
  }

  /** Null when there is no such manifest, or it is none. */
  async readManifest(digest: string): Promise<ManifestContent | null> {
    const known = this.#known.get(digest);
    if (known !== undefined) return known;
    const bytes = await this.blobBytes(digest);
    if (bytes === null || bytes > MAX_MANIFEST_BYTES) return null;
    const text = await readFile(path.join(this.blob(digest), "data"), "utf8").catch(() => "");
    const references = manifestReferences(text);
    if (references === null) return null;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(digest, { references });
    return { references };
  }

  /** Bytes of all blobs. */
  async totalBytes(): Promise<number> {
    let total = 0;
    for (const digest of await this.listBlobs()) total += (await this.blobBytes(digest)) ?? 0;
    return total;
  }

  async listBlobs(): Promise<string[]> {
    const digests: string[] = [];
    for (const prefix of await listFolder(this.blobs))
      for (const hex of await listFolder(path.join(this.blobs, prefix))) digests.push(`sha256:${hex}`);
    return digests;
  }

  /** Removes a folder below the repositories, or a blob. */
  async remove(folder: string): Promise<void> {
    if (!folder.startsWith(`${this.repositories}/`) && !folder.startsWith(`${this.blobs}/`))
      throw new Error(`not of the registry: ${folder}`);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names in a folder; none where there is no such folder. */
export async function listFolder(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

/** Digests that a manifest names; null for what is no manifest. */
export function manifestReferences(text: string): string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { config, layers, manifests } = value as Record<string, unknown>;
  const many = (list: unknown): unknown[] => (Array.isArray(list) ? (list as unknown[]) : []);
  const all = [config, ...many(layers), ...many(manifests)];
  return all.flatMap((one: unknown) => {
    const digest =
      typeof one === "object" && one !== null ? (one as Record<string, unknown>)["digest"] : null;
    return typeof digest === "string" ? [digest] : [];
  });
}
