import type { IncomingMessage, ServerResponse } from "node:http";
import type { RegistryStudent } from "../../../server/seats/registry-credential.ts";
import { readCaller } from "./caller.ts";
import { hasBody, prefixOf, upstreamPath, type Asking, type Door } from "./door.ts";
import { passAnswer } from "./pass-answer.ts";
import { answerJson } from "./answer-json.ts";
import { notYours, refusals, refuse } from "./refusal.ts";
import { serveManifest } from "./serve-manifest.ts";
import { listMine, startOver } from "./serve-mine.ts";
import { serveUpload, startUpload } from "./serve-upload.ts";
import { readTarget, type Repository, type Target } from "./target.ts";
import { askUpstream } from "./upstream.ts";

/**
 * Answers a request to the class registry: everybody of a class reads everything of the class, and writes below
 * their own name alone. What goes on to docker-registry is written anew from the parts that were checked.
 */
export async function answerRegistry(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const caller = readCaller(door.key, request.headers.authorization);
  if (caller === null) return refuse(response, refusals.login);
  const target = readTarget(request.url ?? "");
  if (target === null) return refuse(response, refusals.address);
  const asking = { request, response, caller, target } as Asking;
  if ("repository" in target && !isRead(request.method) && target.repository.owner !== caller.name)
    return refuse(response, notYours(caller.name));
  await answer(door, asking);
}

const isRead = (method = "") => method === "GET" || method === "HEAD";

async function answer(door: Door, asking: Asking): Promise<void> {
  const { request, response, caller, target } = asking;
  const method = request.method ?? "";
  if (hasBody(request) && !isExpected(target.kind, method)) return refuse(response, refusals.method);
  const allowed = METHODS[target.kind];
  if (!allowed.includes(method)) return refuse(response, refusals.method);
  switch (target.kind) {
    case "ping":
      return answerJson(response, {});
    case "catalog":
      return answerJson(response, { repositories: await listNames(door, caller, caller.name) });
    case "mine":
      return method === "GET"
        ? await listMine(door, response, caller)
        : await startOver(door, response, caller);
    case "tags":
      return await listTags(door, response, caller, target.repository);
    case "blob":
      return await read(door, asking, `blobs/${target.digest}`, target.repository);
    case "manifest":
      return isRead(method)
        ? await read(door, asking, `manifests/${target.reference}`, target.repository)
        : await serveManifest(door, asking as Asking<"manifest">);
    case "uploads":
      return await startUpload(door, asking as Asking<"uploads">);
    case "upload":
      // Also its state: nobody else has a use for it.
      return target.repository.owner === caller.name
        ? await serveUpload(door, asking as Asking<"upload">)
        : refuse(response, notYours(caller.name));
  }
}

const METHODS: Readonly<Record<Target["kind"], readonly string[]>> = {
  ping: ["GET", "HEAD"],
  catalog: ["GET"],
  mine: ["GET", "DELETE"],
  tags: ["GET"],
  blob: ["GET", "HEAD"],
  manifest: ["GET", "HEAD", "PUT", "DELETE"],
  uploads: ["POST"],
  upload: ["GET", "PATCH", "PUT", "DELETE"],
};

const isExpected = (kind: Target["kind"], method: string) =>
  (kind === "upload" && (method === "PATCH" || method === "PUT")) ||
  (kind === "manifest" && method === "PUT");

async function read(door: Door, asking: Asking, rest: string, repository: Repository): Promise<void> {
  const { request, response, caller } = asking;
  const headers: Record<string, string | string[]> = {};
  for (const name of ["accept", "range", "if-none-match"]) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  const found = await askUpstream(door.upstream, {
    method: request.method ?? "GET",
    path: `${upstreamPath(caller, repository)}/${rest}`,
    headers,
  });
  response.once("close", () => found.destroy());
  await passAnswer(found, response, prefixOf(caller));
}

async function listNames(door: Door, caller: RegistryStudent, owner: string): Promise<string[]> {
  const { repositories } = await door.ledger.survey({ realm: caller.realm, name: owner });
  return repositories
    .filter(({ manifests }) => manifests.length > 0)
    .map(({ path }) => `${owner}/${path}`)
    .sort();
}

async function listTags(
  door: Door,
  response: ServerResponse,
  caller: RegistryStudent,
  { owner, path }: Repository,
): Promise<void> {
  const { repositories } = await door.ledger.survey({ realm: caller.realm, name: owner });
  const found = repositories.find((one) => one.path === path && one.manifests.length > 0);
  if (found === undefined) return refuse(response, refusals.gone);
  const tags = found.manifests.flatMap((manifest) => manifest.tags).sort();
  answerJson(response, { name: `${owner}/${path}`, tags });
}
