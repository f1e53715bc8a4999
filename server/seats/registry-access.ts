import type { RegistryAccess } from "../../core/registry/access.ts";
import { registryName } from "../../core/registry/registry-name.ts";
import { pushFile } from "./incus/push-file.ts";
import type { IncusWorld } from "./incus-world.ts";
import { registryPassword } from "./registry-credential.ts";

/** The student's way into the class registry; null where the seat host has none. */
export async function registryAccess(world: IncusWorld, studentId: string): Promise<RegistryAccess | null> {
  const { registry } = await world.facts();
  if (registry === null) return null;
  const name = registryName(studentId);
  const password = registryPassword(registry.key, { realm: world.realm, name });
  return { host: registry.host, name, password };
}

/**
 * Logs a fresh seat in at the class registry, as its student. The password lies beside, for whoever wants to do it
 * by hand. Never throws: a seat without it is a seat all the same.
 */
export async function giveRegistryAccess(
  world: IncusWorld,
  seatName: string,
  studentId: string,
): Promise<void> {
  try {
    const access = await registryAccess(world, studentId);
    if (access === null) return;
    const { proxy } = await world.facts();
    const { host, name, password } = access;
    const settings = {
      auths: { [host]: { auth: Buffer.from(`${name}:${password}`).toString("base64") } },
      // What setup has written into the golden seat (setup/golden/pull-base-images.ts).
      ...(proxy === null
        ? {}
        : { proxies: { default: { httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: proxy.except } } }),
    };
    const put = (path: string, content: string) => pushFile(world.incus, seatName, path, content, 0o600);
    await put("/root/.docker/config.json", `${JSON.stringify(settings, null, 2)}\n`);
    await put(PASSWORD_FILE, `${password}\n`);
  } catch {
    // It says so itself when it is used: docker answers "no basic auth credentials".
  }
}

const PASSWORD_FILE = "/root/.registry-password";
