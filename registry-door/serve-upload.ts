import type { IncomingMessage } from "node:http";
import { type Asking, type Door, hasBody, prefixOf, upstreamPath } from "./door.ts";
import { passAnswer } from "./pass-answer.ts";
import { type Refusal, refusals, refuse, Refused } from "./refusal.ts";
import { readTarget } from "./target.ts";
import { askUpstream, streamUpstream } from "./upstream.ts";

/** How long a sender who was told no may go on sending before it is cut off. */
const DRAIN_MS = 5_000;

/** POST: a place for a blob, or a link to one that the class has already, which counts as if it had been sent. */
export async function startUpload(door: Door, asking: Asking<"uploads">): Promise<void> {
  const { response, caller, target } = asking;
  const { mount, repository } = target;
  const bytes = mount === null ? 0 : ((await door.store.blobBytes(mount.digest)) ?? 0);
  const refusal = await door.ledger.admit(caller, bytes);
  if (refusal !== null) throw new Refused(refusal);
  const query = new URLSearchParams();
  if (mount !== null) {
    query.set("mount", mount.digest);
    query.set("from", `${prefixOf(caller)}${mount.from.owner}/${mount.from.path}`);
  }
  const path = `${upstreamPath(caller, repository)}/blobs/uploads/`;
  const answer = await door.lock.share(() =>
    askUpstream(door.upstream, {
      method: "POST",
      path: mount === null ? path : `${path}?${query.toString()}`,
    }),
  );
  door.ledger.changed(caller);
  await passAnswer(answer, response, prefixOf(caller));
}

/** PATCH: more of a blob. PUT: its end, with or without the rest of it. GET: how far it is. DELETE: never mind. */
export async function serveUpload(door: Door, asking: Asking<"upload">): Promise<void> {
  const { request, caller, target } = asking;
  const kind = request.headers["content-type"];
  if (hasBody(request) && kind !== undefined && kind !== "application/octet-stream")
    throw new Refused(refusals.body);
  if (request.method === "PUT" && target.digest === null) throw new Refused(refusals.address);
  if (!(await door.ledger.begin(caller, target.upload))) throw new Refused(refusals.busy);
  try {
    await (request.method === "PUT" ? finish(door, asking) : proceed(door, asking));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await removeUpload(door, asking);
    tellAndCut(asking, error.refusal);
  } finally {
    door.ledger.end(caller, target.upload);
  }
}

async function proceed(door: Door, asking: Asking<"upload">): Promise<void> {
  const { request, response, caller, target } = asking;
  const answer =
    request.method === "PATCH"
      ? await send(door, asking)
      : await askUpstream(door.upstream, {
          method: request.method ?? "GET",
          path: uploadPath(asking, target.state),
        });
  await passAnswer(answer, response, prefixOf(caller));
}

/** The body goes before as a PATCH of its own, so that the step that links the blob is short whoever sends it. */
async function finish(door: Door, asking: Asking<"upload">): Promise<void> {
  const { request, response, caller, target } = asking;
  let { state } = target;
  if (hasBody(request)) {
    const sent = await send(door, asking);
    const there = readTarget((sent.headers.location ?? "").replace(`/v2/${prefixOf(caller)}`, "/v2/"));
    if (sent.statusCode !== 202 || there?.kind !== "upload") {
      await passAnswer(sent, response, prefixOf(caller));
      return;
    }
    sent.resume();
    state = there.state;
  }
  const path = `${uploadPath(asking, state)}&digest=${target.digest ?? ""}`;
  const answer = await door.lock.share(() => askUpstream(door.upstream, { method: "PUT", path }));
  await passAnswer(answer, response, prefixOf(caller));
}

function send(door: Door, asking: Asking<"upload">): Promise<IncomingMessage> {
  const { request, caller, target } = asking;
  return streamUpstream(
    door.upstream,
    { method: "PATCH", path: uploadPath(asking, target.state) },
    request,
    async (bytes) => {
      const refusal = await door.ledger.admit(caller, bytes, target.upload);
      if (refusal !== null) throw new Refused(refusal);
    },
  );
}

const uploadPath = ({ caller, target }: Asking<"upload">, state: string) =>
  `${upstreamPath(caller, target.repository)}/blobs/uploads/${target.upload}?_state=${encodeURIComponent(state)}`;

/** What did not fit takes no room until somebody tidies up. */
async function removeUpload(door: Door, { caller, target }: Asking<"upload">): Promise<void> {
  const { owner, path } = target.repository;
  if (owner !== caller.name) return;
  await door.store.remove(`${door.store.student(caller)}/${path}/_uploads/${target.upload}`);
}

/** A sender that is cut off at once does not get to read why. */
function tellAndCut({ request, response }: Asking<"upload">, refusal: Refusal): void {
  refuse(response, refusal);
  request.resume();
  const late = setTimeout(() => request.destroy(), DRAIN_MS);
  request.once("close", () => clearTimeout(late));
}
