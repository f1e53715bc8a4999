import type { IncusInstance } from "./incus/instance.ts";
import type { IncusWorld } from "./incus-world.ts";
import { seatConfig } from "./seat-config.ts";
import type { SeatFacts } from "./seat-facts.ts";
import { seatKeys } from "./seat-keys.ts";

/** Whether a seat was made from today's golden seat and with today's limits. */
export function isCurrent(world: IncusWorld, facts: SeatFacts, instance: IncusInstance): boolean {
  if (instance.config[seatKeys.golden] !== facts.golden) return false;
  const address = instance.devices["eth0"]?.["ipv4.address"] ?? "";
  const wanted = seatConfig(facts.place, world.limits, address);
  return (
    Object.entries(wanted.config).every(([key, value]) => instance.config[key] === value) &&
    instance.devices["root"]?.["size"] === wanted.devices["root"]?.["size"]
  );
}
