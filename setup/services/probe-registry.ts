import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { layout } from "../seat-host/layout.ts";
import { fromInside } from "./allow-lists.ts";
import { SERVICES } from "./ensure-services.ts";

const TIMEOUT_SECONDS = 8;

/** Whether a registry answers through the seats' proxy: the only way that counts. */
export async function registryAnswers(incus: IncusConnection, registry: string): Promise<boolean> {
  const url = new URL("/v2/", fromInside(registry));
  const result = await execInInstance(incus, SERVICES, [
    ...["curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"],
    ...["--max-time", String(TIMEOUT_SECONDS), "--proxy"],
    ...[`http://${layout.servicesAddress}:${layout.proxyPort}`, url.href],
  ]);
  // A registry that wants to know who asks says 401, and gives a token for the asking.
  return ["200", "401"].includes(result.stdout.trim());
}
