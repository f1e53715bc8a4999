import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findOwnNetworks, findWayOut, setCommands } from "./way-out.ts";

const names: Readonly<Record<string, readonly string[]>> = {
  "mirror.test": ["10.1.2.3", "10.1.2.4", "fd00::1"],
  "public.test": ["203.0.113.5"],
};
const resolve = (host: string) => Promise.resolve(names[host] ?? []);

describe("findWayOut", () => {
  it("lets through the addresses of a named host on its own port, and addresses as they stand", async () => {
    const { named, ports } = await findWayOut(
      {
        configured: [
          { host: "mirror.test", port: 3142, way: "plain" },
          { host: "public.test", port: 443, way: "tunnel" },
          { host: "10.0.2.2", port: 5000, way: "plain" },
          { host: ".below.test", port: 8443, way: "tunnel" },
          { host: "unknown.test", port: 81, way: "plain" },
        ],
      },
      resolve,
    );
    expect(named).toEqual(["10.0.2.2 . 5000", "10.1.2.3 . 3142", "10.1.2.4 . 3142", "203.0.113.5 . 443"]);
    expect(ports).toEqual([80, 81, 443, 3142, 5000, 8443]);
  });

  it("names nothing, and the ports of the web, when no setting names a host", async () => {
    expect(await findWayOut({ configured: [] }, resolve)).toEqual({ named: [], ports: [80, 443] });
  });
});

it("knows the machine's own networks, its loopback left out", () => {
  const one = { address: "", netmask: "", mac: "" };
  const four = { ...one, family: "IPv4" as const };
  expect(
    findOwnNetworks({
      lo: [{ ...four, internal: true, cidr: "127.0.0.1/8" }],
      eth0: [
        { ...four, internal: false, cidr: "203.0.113.9/24" },
        { ...one, family: "IPv6", internal: false, cidr: "2001:db8::1/64", scopeid: 0 },
      ],
      eth1: [{ ...four, internal: false, cidr: null }],
    }),
  ).toEqual(["203.0.113.9/24"]);
});

it("replaces each set in one go, and leaves an empty one empty", () => {
  expect(setCommands({ named: [], ports: [80, 443] }, ["203.0.113.9/24"])).toBe(
    "flush set inet drydock named; flush set inet drydock ports; add element inet drydock ports { 80, 443 }; " +
      "flush set inet drydock machine; add element inet drydock machine { 203.0.113.9/24 }",
  );
});

it("the rules and the proxy know the same private networks", () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
  const v4 = (text: string) => new Set(text.match(/\d+(?:\.\d+){3}\/\d+/g));
  const rules = /set inside \{[^{]*\{([^}]*)\}/.exec(read("rules.nft"))?.[1] ?? "";
  const proxy = [...read("../services-image/squid.conf").matchAll(/^acl private dst (.*)$/gm)].map(
    ([, list]) => list,
  );
  expect(v4(rules).size).toBeGreaterThan(9);
  expect(v4(proxy.join(" ").replaceAll(/\S*:\S*/g, ""))).toEqual(v4(rules));
});
