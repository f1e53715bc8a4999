import { expect, it } from "vitest";
import { ownProfiles } from "./clear-leftovers.ts";

const LOADED = `incus_dnsmasq-drydock-seats_</var/lib/drydock/seat-host/incus> (enforce)
incus-drydock_seat-1_</var/lib/drydock/seat-host/incus> (enforce)
incus-web_</var/lib/incus> (enforce)
incus_dnsmasq-a_</var/lib/drydock/seat-host/incus2> (enforce)
/usr/bin/man (enforce)
lsb_release (complain)
`;

it("profiles of our Incus are found, and nobody else's", () => {
  expect(ownProfiles(LOADED, "/var/lib/drydock/seat-host/incus")).toEqual([
    "incus_dnsmasq-drydock-seats_</var/lib/drydock/seat-host/incus>",
    "incus-drydock_seat-1_</var/lib/drydock/seat-host/incus>",
  ]);
});

it("a kernel without AppArmor has none", () => {
  expect(ownProfiles("", "/var/lib/drydock/seat-host/incus")).toEqual([]);
});
