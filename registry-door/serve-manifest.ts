import { type Asking, type Door, prefixOf, upstreamPath } from "./door.ts";
import { passAnswer, readBody } from "./pass-answer.ts";
import { refusals, Refused, VERSION_HEADER } from "./refusal.ts";
import { deleteImage, deleteTag } from "./tidy.ts";
import { askUpstream } from "./upstream.ts";

const MAX_BYTES = 1024 * 1024;
const KINDS = new Set([
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
]);

/** A push's last step, or a deletion. */
export async function serveManifest(door: Door, asking: Asking<"manifest">): Promise<void> {
  await (asking.request.method === "PUT" ? putManifest : deleteManifest)(door, asking);
}

async function putManifest(door: Door, asking: Asking<"manifest">): Promise<void> {
  const { request, response, caller, target } = asking;
  const body = await readBody(request, MAX_BYTES + 1);
  if (body.length > MAX_BYTES) throw new Refused(refusals.manifestSize);
  const kind = request.headers["content-type"] ?? "";
  if (!KINDS.has(kind) || !isPlain(body)) throw new Refused(refusals.manifestKind);
  const refusal = await door.ledger.admit(caller, body.length);
  if (refusal !== null) throw new Refused(refusal);
  const answer = await door.lock.share(async () => {
    const answer = await askUpstream(door.upstream, {
      method: "PUT",
      path: `${upstreamPath(caller, target.repository)}/manifests/${target.reference}`,
      headers: { "content-type": kind },
      body,
    });
    return answer;
  });
  door.ledger.changed(caller);
  await passAnswer(answer, response, prefixOf(caller));
}

/** Schema 2, and nothing that says where else to fetch a layer. */
function isPlain(body: Buffer): boolean {
  try {
    const value = JSON.parse(body.toString("utf8")) as Record<string, unknown> | null;
    if (value?.["schemaVersion"] !== 2) return false;
    const parts = [value["layers"] ?? [], value["manifests"] ?? []].flat() as (object | null)[];
    return parts.every((part) => part !== null && typeof part === "object" && !("urls" in part));
  } catch {
    return false;
  }
}

/** By digest: the image and all that only it needs. By tag: the tag; what no tag names goes some time later. */
async function deleteManifest(door: Door, asking: Asking<"manifest">): Promise<void> {
  const { response, caller, target } = asking;
  const { repository, reference } = target;
  const deleted = await door.lock.alone(async () => {
    door.ledger.changed(caller);
    const survey = await door.ledger.survey(caller);
    const found = survey.repositories.find(({ path }) => path === repository.path);
    if (found === undefined) return false;
    if (reference.startsWith("sha256:")) return await deleteImage(door.store, found, reference);
    if (!found.manifests.some(({ tags }) => tags.includes(reference))) return false;
    await deleteTag(door.store, found, reference);
    return true;
  });
  door.ledger.changed(caller);
  if (!deleted) throw new Refused(refusals.gone);
  door.onDeleted();
  response.writeHead(202, { ...VERSION_HEADER, "content-length": 0 });
  response.end();
}
