import type { Config } from "../../server/config.ts";

/** Where a machine stands among the machines of a cluster. */
export interface MemberAddress {
  /** Without prefix. */
  readonly address: string;
  /** "address/prefix" of the network that all of them are in. */
  readonly network: string;
}

/** Null where the seat host stands alone. */
export function memberAddress(config: Pick<Config, "SEAT_HOST_ADDRESS">): MemberAddress | null {
  const [address, prefix] = config.SEAT_HOST_ADDRESS.split("/");
  return address === undefined || prefix === undefined
    ? null
    : { address, network: config.SEAT_HOST_ADDRESS };
}
