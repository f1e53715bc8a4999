import { describe, expect, it } from "vitest";
import { seatConfig } from "./seat-config.ts";

const place = { pool: "seats", network: "drydock-seats", prefix: 20, servicesAddress: "10.78.0.2" };
const limits = { memoryBytes: 1_610_612_736, processes: 1500, cpus: 2, diskBytes: 8 * 2 ** 30 };
const { config, devices } = seatConfig(place, limits, "10.78.3.4");

describe("seatConfig", () => {
  it("sets every limit", () => {
    expect(config).toMatchObject({
      "limits.memory": "1610612736",
      "limits.processes": "1500",
      "limits.cpu.allowance": "200%",
    });
    expect(devices["root"]).toMatchObject({ size: String(8 * 2 ** 30), pool: "seats" });
  });

  it("is never privileged, has ids of its own and no way to the seat host's guest API", () => {
    expect(config).toMatchObject({
      "security.privileged": "false",
      "security.idmap.isolated": "true",
      "security.guestapi": "false",
    });
  });

  it("ties the network card to one address and apart from its neighbours", () => {
    expect(devices["eth0"]).toMatchObject({
      "ipv4.address": "10.78.3.4",
      "security.port_isolation": "true",
      "security.mac_filtering": "true",
      "security.ipv4_filtering": "true",
      "security.ipv6_filtering": "true",
    });
  });

  it("has no value with a line break or a space in it", () => {
    const values = [config, ...Object.values(devices)].flatMap((part) => Object.entries(part));
    for (const [key, value] of values) if (key !== "security.syscalls.deny") expect(value).toMatch(/^\S+$/);
  });

  const denied = (config["security.syscalls.deny"] ?? "").split("\n");

  it("denies the ioctls that make btrfs subvolumes, whatever stands in their upper half, and no other", () => {
    // SUBVOL_CREATE, its second version, SNAP_CREATE, its second version: _IOW(0x94, 14 | 24 | 1 | 23, 4096 bytes).
    const requests = [14, 24, 1, 23].map((number) => (0x5000_9400 + number).toString(16));
    expect(denied.filter((rule) => rule.startsWith("ioctl"))).toEqual(
      requests.map((request) => `ioctl errno 1 [1,0x${request},SCMP_CMP_MASKED_EQ,0xffffffff]`),
    );
  });

  it("leaves the socket families that programs need, and no other", () => {
    for (const call of ["socket", "socketpair"]) {
      const families = denied.flatMap((rule) => {
        const match = /^(\w+) errno 97 \[0,(\d+),SCMP_CMP_MASKED_EQ,0xffffffff\]$/.exec(rule);
        return match?.[1] === call ? [Number(match[2])] : [];
      });
      const open = Array.from({ length: 64 }, (_, family) => family).filter((one) => !families.includes(one));
      expect(open).toEqual([0, 1, 2, 10, 16, 17]);
    }
  });

  it("denies what Docker's default profile denies of io_uring, keys and page faults", () => {
    expect(denied.filter((rule) => rule.endsWith("errno 38"))).toEqual(
      [
        "io_uring_setup",
        "io_uring_enter",
        "io_uring_register",
        "keyctl",
        "add_key",
        "request_key",
        "userfaultfd",
      ].map((call) => `${call} errno 38`),
    );
  });
});
