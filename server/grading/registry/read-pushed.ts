import type { Duplex } from "node:stream";
import { z } from "zod";
import type { PushedTag } from "../../../core/check/judge-pushed.ts";
import type { RegistryAccess } from "../../../core/registry/access.ts";
import { registryListing } from "../../../core/registry/listing.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { parseJson } from "../../../core/text/parse-json.ts";
import { askRegistry } from "../../registry/ask-registry.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const imageManifest = z.object({ config: z.object({ digest }) });
/** Manifests come from a student, labels are a student's text. */
const imageConfig = z.object({
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});
const MANIFEST =
  "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
const LONGEST_LABEL = 500;

/**
 * Tags of one of a student's repositories, with the labels of those that are asked for; null when the registry does
 * not answer as it should. A manifest that is no plain image has no labels.
 */
export async function readPushed(
  seat: Seat<Duplex>,
  access: RegistryAccess,
  repository: string,
  labelled: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PushedTag> | null> {
  const { status, body } = await askRegistry(seat, access, "GET", "/mine", { signal });
  const listing = status === 200 ? registryListing.safeParse(parseJson(body)) : null;
  if (listing?.success !== true) return null;
  const name = `${access.name}/${repository}`;
  const images = listing.data.repositories.find((one) => one.name === name)?.images ?? [];
  const tags = new Map<string, PushedTag>();
  for (const image of images) {
    const isAsked = image.tags.some((tag) => labelled.includes(tag));
    const labels = isAsked ? await readLabels(seat, access, name, image.digest, signal) : {};
    for (const tag of image.tags) tags.set(tag, { digest: image.digest, labels });
  }
  return tags;
}

async function readLabels(
  seat: Seat<Duplex>,
  access: RegistryAccess,
  name: string,
  image: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const accept = MANIFEST;
  const found = await askRegistry(seat, access, "GET", `/v2/${name}/manifests/${image}`, { accept, signal });
  const manifest = imageManifest.safeParse(parseJson(found.body));
  if (!manifest.success) return {};
  const blob = `/v2/${name}/blobs/${manifest.data.config.digest}`;
  const config = imageConfig.safeParse(
    parseJson((await askRegistry(seat, access, "GET", blob, { signal })).body),
  );
  const labels = (config.success ? config.data.config?.Labels : null) ?? {};
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [label, value.slice(0, LONGEST_LABEL)]),
  );
}
