import { randomInt } from "node:crypto";

/** Addresses below this number in the network belong to the bridge, the services and the golden seat. */
const FIRST_SEAT = 16;

/** A free address for a seat, by chance, so that two processes that pick at once seldom meet. */
export function pickAddress(subnet: string, taken: ReadonlySet<string>): string {
  const [network = "", prefix = "24"] = subnet.split("/");
  const base = network.split(".").reduce((number, part) => number * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(prefix));
  const last = size - 2;
  const start = randomInt(FIRST_SEAT, last + 1);
  for (let step = 0; step <= last - FIRST_SEAT; step += 1) {
    const number = base + FIRST_SEAT + ((start - FIRST_SEAT + step) % (last - FIRST_SEAT + 1));
    const address = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
    if (!taken.has(address)) return address;
  }
  throw new Error(`no free address in ${subnet}`);
}
