import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Store } from "../registry-door/store.ts";

/** For tests: a registry's files as docker-registry writes them. */
export async function makeTestStore() {
  const root = await mkdtemp(path.join(tmpdir(), "drydock-registry-"));
  const store = new Store(root);
  const write = async (file: string, content: string, ageMs = 0) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    const at = new Date(Date.now() - ageMs);
    await utimes(file, at, at);
  };
  const putBlob = async (content: string) => {
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    await write(path.join(store.blob(digest), "data"), content);
    return digest;
  };
  const hex = (digest: string) => digest.replace("sha256:", "");
  return {
    store,
    remove: () => rm(root, { recursive: true, force: true }),
    putBlob,
    /** `repository`: "<realm>/<name>/<path>". */
    linkLayer: (repository: string, digest: string, ageMs = 0) =>
      write(path.join(store.repositories, repository, "_layers/sha256", hex(digest), "link"), digest, ageMs),
    async putManifest(repository: string, references: readonly string[], tags: readonly string[], ageMs = 0) {
      const layers = references.map((digest) => ({ digest }));
      const digest = await putBlob(JSON.stringify({ schemaVersion: 2, layers }));
      const manifests = path.join(store.repositories, repository, "_manifests");
      await write(path.join(manifests, "revisions/sha256", hex(digest), "link"), digest, ageMs);
      for (const tag of tags) await write(path.join(manifests, "tags", tag, "current/link"), digest);
      return digest;
    },
    putUpload: (repository: string, id: string, content: string, ageMs = 0) =>
      write(path.join(store.repositories, repository, "_uploads", id, "data"), content, ageMs),
  };
}
