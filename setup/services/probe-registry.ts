import type { Config } from "../../server/config.ts";
import type { IncusConnection } from "../../server/seats/incus/connection.ts";
import { execInInstance } from "../../server/seats/incus/exec.ts";
import { layout } from "../seat-host/layout.ts";
import { fromInside, isLoopback } from "./allow-lists.ts";

const TIMEOUT_SECONDS = 8;

/**
 * Whether registry and package index answer through the seats' proxy (in the instance `services`): the only way that counts. Returns the host
 * of one that does not, or null.
 */
export async function findSilentHost(
  incus: IncusConnection,
  services: string,
  config: Pick<Config, "REGISTRY" | "PACKAGE_INDEX">,
): Promise<string | null> {
  const index = config.PACKAGE_INDEX.endsWith("/") ? config.PACKAGE_INDEX : `${config.PACKAGE_INDEX}/`;
  const [registry, packages] = await Promise.all([
    ask(incus, services, new URL("/v2/", config.REGISTRY).href),
    ask(incus, services, index),
  ]);
  // A registry that wants to know who asks says 401, and gives a token for the asking.
  if (!["200", "401"].includes(registry)) return new URL(config.REGISTRY).host;
  // Not every index has a page of all projects; one that says so is there.
  if (!/^([23]\d\d|404|405)$/.test(packages)) return new URL(config.PACKAGE_INDEX).host;
  return null;
}

/** The status that the proxy brings back; "000" when there is none, 403 and 503 when they are its own. */
async function ask(incus: IncusConnection, services: string, url: string): Promise<string> {
  const result = await execInInstance(incus, services, [
    ...["curl", "--silent", "--head", "--output", "/dev/null", "--write-out", "%{http_code}"],
    ...["--max-time", String(TIMEOUT_SECONDS)],
    // On the loopback nobody has a certificate that others know.
    ...(isLoopback(url) ? ["--insecure"] : []),
    ...["--proxy", `http://${layout.servicesAddress}:${layout.proxyPort}`, fromInside(url).href],
  ]);
  return result.stdout.trim();
}
