/** A repository as a request names it: its owner, and the rest of its path. */
export interface Repository {
  readonly owner: string;
  readonly path: string;
}

/** What a request is about. Made of checked parts only, so that what goes on is written anew from them. */
export type Target =
  | { readonly kind: "ping" | "catalog" | "mine" }
  | { readonly kind: "tags"; readonly repository: Repository }
  | { readonly kind: "manifest"; readonly repository: Repository; readonly reference: string }
  | { readonly kind: "blob"; readonly repository: Repository; readonly digest: string }
  | {
      readonly kind: "uploads";
      readonly repository: Repository;
      readonly mount: { readonly digest: string; readonly from: Repository } | null;
    }
  | {
      readonly kind: "upload";
      readonly repository: Repository;
      readonly upload: string;
      readonly state: string;
      readonly digest: string | null;
    };

const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
/** Words of the protocol's own: a repository of such a name could be read in two ways. */
const RESERVED = new Set(["manifests", "blobs", "uploads", "tags", "referrers"]);
const MAX_PART = 96;
const MAX_PARTS = 5;
const MAX_URL = 4096;
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;
const UPLOAD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STATE = /^[\w=-]{1,2048}$/;

/**
 * Reads a request's address; null for whatever is not exactly as the protocol writes it: no escapes, no empty parts,
 * no dots of a path, no capitals.
 */
export function readTarget(url: string): Target | null {
  if (url.length > MAX_URL) return null;
  const [path = "", query = "", ...more] = url.split("?");
  if (more.length > 0) return null;
  if (path === "/v2/" || path === "/v2") return { kind: "ping" };
  if (path === "/v2/_catalog") return { kind: "catalog" };
  if (path === "/mine") return { kind: "mine" };
  if (!path.startsWith("/v2/")) return null;
  return readRepositoryTarget(path.slice("/v2/".length).split("/"), new URLSearchParams(query));
}

function readRepositoryTarget(parts: readonly string[], query: URLSearchParams): Target | null {
  const end = (count: number) => parts.slice(-count);
  const repository = (count: number) => readRepository(parts.slice(0, -count));
  const last = parts.at(-1) ?? "";
  const [before, middle] = end(3);
  if (before === "blobs" && middle === "uploads") {
    const found = repository(3);
    if (found === null) return null;
    return last === "" ? readUploads(found, query) : readUpload(found, last, query);
  }
  const found = repository(2);
  if (found === null) return null;
  switch (parts.at(-2)) {
    case "tags":
      return last === "list" ? { kind: "tags", repository: found } : null;
    case "manifests":
      return DIGEST.test(last) || TAG.test(last)
        ? { kind: "manifest", repository: found, reference: last }
        : null;
    case "blobs":
      return DIGEST.test(last) ? { kind: "blob", repository: found, digest: last } : null;
    default:
      return null;
  }
}

function readUploads(repository: Repository, query: URLSearchParams): Target | null {
  const digest = query.get("mount");
  const from = query.get("from");
  if (digest === null || from === null) return { kind: "uploads", repository, mount: null };
  const source = readRepository(from.split("/"));
  if (source === null || !DIGEST.test(digest)) return null;
  return { kind: "uploads", repository, mount: { digest, from: source } };
}

function readUpload(repository: Repository, upload: string, query: URLSearchParams): Target | null {
  const state = query.get("_state") ?? "";
  const digest = query.get("digest");
  if (!UPLOAD.test(upload) || !STATE.test(state) || (digest !== null && !DIGEST.test(digest))) return null;
  return { kind: "upload", repository, upload, state, digest };
}

/** At least an owner and one more part. */
function readRepository(parts: readonly string[]): Repository | null {
  const [owner = "", ...rest] = parts;
  if (rest.length === 0 || parts.length > MAX_PARTS) return null;
  const isFine = parts.every((part) => part.length <= MAX_PART && PART.test(part) && !RESERVED.has(part));
  return isFine ? { owner, path: rest.join("/") } : null;
}
