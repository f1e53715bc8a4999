import type { ServerResponse } from "node:http";
import type { RegistryStudent } from "../server/seats/registry-credential.ts";
import { answerJson } from "./answer-json.ts";
import type { Door } from "./door.ts";
import type { SurveyedManifest, SurveyedRepository } from "./survey.ts";

/** What a student has pushed, for the page: shape `registryListing` of core/registry/listing.ts. */
export async function listMine(door: Door, response: ServerResponse, caller: RegistryStudent): Promise<void> {
  const survey = await door.ledger.survey(caller);
  const repositories = await Promise.all(
    survey.repositories
      .filter(({ manifests }) => manifests.length > 0)
      .map(async (repository) => ({
        name: `${caller.name}/${repository.path}`,
        images: await Promise.all(
          shownImages(repository).map(async ({ digest, tags, pushedAt }) => ({
            digest,
            tags: [...tags].sort(),
            pushedAt: Math.round(pushedAt),
            bytes: await imageBytes(door, digest),
          })),
        ),
      })),
  );
  answerJson(response, {
    name: caller.name,
    usedBytes: await door.ledger.usedBytes(caller),
    quotaBytes: door.ledger.quotaBytes,
    repositories: repositories.sort((one, other) => one.name.localeCompare(other.name)),
  });
}

/** Newest first; without those that are there for an index alone. */
function shownImages({ manifests }: SurveyedRepository): SurveyedManifest[] {
  const ofIndex = new Set(manifests.flatMap(({ references }) => references));
  return manifests
    .filter(({ digest, tags }) => tags.length > 0 || !ofIndex.has(digest))
    .sort((one, other) => other.pushedAt - one.pushedAt);
}

/** All that a pull of it would bring, each blob once. */
async function imageBytes(door: Door, digest: string): Promise<number> {
  const seen = new Set<string>();
  const queue = [digest];
  let bytes = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const size = await door.store.blobBytes(next);
    bytes += size ?? 0;
    if (seen.size < 500 && size !== null && size < 1024 * 1024)
      queue.push(...((await door.store.readManifest(next))?.references ?? []));
  }
  return bytes;
}

/** Deletes everything of a student. */
export async function startOver(
  door: Door,
  response: ServerResponse,
  caller: RegistryStudent,
): Promise<void> {
  await door.lock.alone(() => door.store.remove(door.store.student(caller)));
  door.ledger.changed(caller);
  door.onDeleted();
  answerJson(response, {});
}
