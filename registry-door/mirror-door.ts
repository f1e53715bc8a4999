import { access } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { answerJson } from "./answer-json.ts";
import { passAnswer } from "./pass-answer.ts";
import { refusals, Refused } from "./refusal.ts";
import type { Store } from "./store.ts";
import { readTarget } from "./target.ts";
import { askUpstream, type Upstream } from "./upstream.ts";

export interface MirrorDoor {
  readonly store: Store;
  readonly upstream: Upstream;
  /** Blobs that somebody is fetching from the registry in this moment. */
  readonly fetching: Set<string>;
}

const WAIT_MS = 120_000;
const LOOK_MS = 250;

/** Answers a request to the mirror: reading alone, for every seat. Who it is asked by is nobody's business. */
export async function answerMirror(
  door: MirrorDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = readTarget(request.url ?? "");
  if (target === null) throw new Refused(refusals.address);
  if (request.method !== "GET" && request.method !== "HEAD") throw new Refused(refusals.method);
  if (target.kind === "ping") {
    answerJson(response, {});
    return;
  }
  if (target.kind !== "manifest" && target.kind !== "blob") throw new Refused(refusals.address);
  const { owner, path } = target.repository;
  const accept = request.headers.accept;
  const ask = async () => {
    const found = await askUpstream(door.upstream, {
      method: request.method ?? "GET",
      path: `/v2/${owner}/${path}/${target.kind === "blob" ? `blobs/${target.digest}` : `manifests/${target.reference}`}`,
      headers: accept === undefined ? {} : { accept },
    });
    response.once("close", () => found.destroy());
    await passAnswer(found, response, "");
  };
  if (target.kind === "blob" && request.method === "GET") await fetchOnce(door, target.digest, ask);
  else await ask();
}

/** A class that pulls the same image at once fetches it once: who comes second waits until it is here. */
async function fetchOnce(door: MirrorDoor, digest: string, ask: () => Promise<void>): Promise<void> {
  const isHere = () =>
    access(`${door.store.blob(digest)}/data`).then(
      () => true,
      () => false,
    );
  for (const deadline = Date.now() + WAIT_MS; door.fetching.has(digest) && Date.now() < deadline;) {
    if (await isHere()) break;
    await pause(LOOK_MS);
  }
  if (door.fetching.has(digest) || (await isHere())) {
    await ask();
    return;
  }
  door.fetching.add(digest);
  try {
    await ask();
    // It is kept by a second download beside the one for the asker, which may end a little later.
    for (let look = 0; look < 20 && !(await isHere()); look += 1) await pause(LOOK_MS);
  } finally {
    door.fetching.delete(digest);
  }
}
