import { z } from "zod";
import type { IncusConnection } from "./connection.ts";
import { incusFind } from "./find.ts";
import { incusRequest } from "./request.ts";

const instanceShape = z.object({
  name: z.string(),
  status: z.string(),
  // Null for one whose member a cluster cannot reach.
  config: z
    .record(z.string(), z.string())
    .nullish()
    .transform((config) => config ?? {}),
  devices: z
    .record(z.string(), z.record(z.string(), z.string()))
    .nullish()
    .transform((devices) => devices ?? {}),
  created_at: z.string().default(""),
});
/** What Incus says about an instance. `config` holds only what we wrote, and `volatile.*`. */
export type IncusInstance = z.infer<typeof instanceShape>;

/**
 * Whether a cluster lists an instance whose member it cannot reach: then it knows the name alone. An instance that is
 * broken itself is told with its configuration.
 */
export const isAway = (instance: IncusInstance): boolean =>
  instance.status === "Error" && Object.keys(instance.config).length === 0;

/** All instances of the connection's project. */
export async function listInstances(incus: IncusConnection): Promise<IncusInstance[]> {
  const answer = await incusRequest(incus, "GET", "/1.0/instances", { query: { recursion: "1" } });
  return z.array(instanceShape).parse(answer.metadata);
}

/** One instance with the tag that guards a later change, or null. */
export async function findInstance(
  incus: IncusConnection,
  name: string,
): Promise<{ readonly instance: IncusInstance; readonly etag: string | null } | null> {
  const answer = await incusFind(incus, `/1.0/instances/${name}`);
  return answer === null ? null : { instance: instanceShape.parse(answer.metadata), etag: answer.etag };
}
