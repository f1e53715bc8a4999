import type { IncomingMessage, ServerResponse } from "node:http";
import type { RegistryStudent } from "../server/seats/registry-credential.ts";
import { answerJson } from "./answer-json.ts";
import { readCaller } from "./caller.ts";
import { type Asking, type Door, hasBody, prefixOf, upstreamPath } from "./door.ts";
import { passAnswer } from "./pass-answer.ts";
import { notYours, refusals, Refused } from "./refusal.ts";
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
  if (caller === null) throw new Refused(refusals.login);
  const target = readTarget(request.url ?? "");
  if (target === null) throw new Refused(refusals.address);
  const method = request.method ?? "";
  if (!METHODS[target.kind].includes(method)) throw new Refused(refusals.method);
  if (hasBody(request) && !TAKES_BODY.includes(`${method} ${target.kind}`))
    throw new Refused(refusals.method);
  // Also the state of an upload is its owner's business.
  const isReading = (method === "GET" || method === "HEAD") && target.kind !== "upload";
  if (!isReading && "repository" in target && target.repository.owner !== caller.name)
    throw new Refused(notYours(caller.name));
  await answer(door, { request, response, caller, target }, isReading);
}

async function answer(door: Door, asking: Asking, isReading: boolean): Promise<void> {
  const { response, caller, target } = asking;
  switch (target.kind) {
    case "ping":
      answerJson(response, {});
      break;
    case "catalog":
      answerJson(response, { repositories: await listNames(door, caller, caller.name) });
      break;
    case "mine":
      await (isReading ? listMine : startOver)(door, response, caller);
      break;
    case "tags":
      await listTags(door, response, caller, target.repository);
      break;
    case "blob":
      await read(door, asking, `blobs/${target.digest}`, target.repository);
      break;
    case "manifest":
      if (isReading) await read(door, asking, `manifests/${target.reference}`, target.repository);
      else await serveManifest(door, { ...asking, target });
      break;
    case "uploads":
      await startUpload(door, { ...asking, target });
      break;
    case "upload":
      await serveUpload(door, { ...asking, target });
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
const TAKES_BODY = ["PATCH upload", "PUT upload", "PUT manifest"];

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
  if (found === undefined) throw new Refused(refusals.gone);
  const tags = found.manifests.flatMap((manifest) => manifest.tags).sort();
  answerJson(response, { name: `${owner}/${path}`, tags });
}
