import type { ContainerInspect } from "../engine-schemas.ts";

/** The container's address in the seat's own networks; null while it has none. */
export function addressOf(inspect: ContainerInspect): string | null {
  const addresses = Object.values(inspect.NetworkSettings.Networks).map((network) => network.IPAddress);
  return addresses.find((address) => address !== "") ?? null;
}
