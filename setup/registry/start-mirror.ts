import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { IncusError } from "../../server/seats/incus/incus-error.ts";
import { pushFile } from "../../server/seats/incus/push-file.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";

const SETTINGS = "/etc/drydock/mirror.yml";

/**
 * Starts the mirror of a registry: what seats pull is kept, and served also when the registry is gone. It asks as
 * nobody, through the seats' own proxy, so that it reaches what they reach.
 */
export async function startMirror(incus: IncusConnection, services: string, registry: string): Promise<void> {
  await pushFile(incus, services, SETTINGS, mirrorSettings(registry));
}

/** Where no registry answers there is nothing to mirror. */
export async function stopMirror(incus: IncusConnection, services: string): Promise<void> {
  try {
    await incusRequest(incus, "DELETE", `/1.0/instances/${services}/files`, { query: { path: SETTINGS } });
  } catch (error) {
    if (!(error instanceof IncusError) || error.status !== 404) throw error;
  }
}

const mirrorSettings = (registry: string) => `version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: /var/lib/drydock-mirror
  delete:
    enabled: true
  maintenance:
    uploadpurging:
      enabled: true
      age: 1h
      interval: 1h
      dryrun: false
http:
  addr: 127.0.0.1:5101
  relativeurls: true
proxy:
  remoteurl: ${registry}
`;
