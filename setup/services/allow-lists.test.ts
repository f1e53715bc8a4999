import { describe, expect, it } from "vitest";
import { allowLists } from "./allow-lists.ts";
import { squidRules } from "./squid-rules.ts";

const defaults = {
  OFFLINE: "auto",
  REGISTRY: "https://registry-1.docker.io",
  PACKAGE_INDEX: "https://pypi.org/simple",
  DOWNLOAD_HOSTS: [] as string[],
} as const;

const HUB = "https://registry-1.docker.io";

describe("allowLists", () => {
  it("lets only Debian through when offline is asked for", () => {
    const DOWNLOAD_HOSTS = ["cdn.example"];
    const lists = allowLists({ ...defaults, OFFLINE: "yes", DOWNLOAD_HOSTS }, ["http://mirror.example"]);
    expect(new Set(lists.configured.map(({ host }) => host))).toEqual(new Set(["mirror.example"]));
    expect(lists.publicPlain).toEqual(["deb.debian.org", "security.debian.org"]);
    expect(lists.publicTunnel).toEqual([]);
  });

  it("adds what Docker Hub and PyPI redirect to, by tunnel alone", () => {
    const { publicPlain, publicTunnel, configured } = allowLists(defaults, []);
    for (const host of ["registry-1", "auth"]) expect(publicTunnel).toContain(`${host}.docker.io`);
    for (const store of ["cloudflare", "cloudfront"])
      expect(publicTunnel).toContain(`production.${store}.docker.com`);
    expect(publicTunnel).toContain("files.pythonhosted.org");
    expect(publicPlain.filter((host) => publicTunnel.includes(host))).toEqual([]);
    expect(configured).toEqual([]);
  });

  it("lets nobody's store through but Docker's own", () => {
    const stores = allowLists(defaults, []).publicTunnel.filter((host) => host.includes("cloudflarestorage"));
    expect(stores).toHaveLength(1);
    expect(stores[0]).toMatch(/^\.[0-9a-f]{32}\.r2\.cloudflarestorage\.com$/);
  });

  it("reaches a registry on the machine's loopback by the address that leads there, on its port alone", () => {
    const lists = allowLists({ ...defaults, REGISTRY: "http://127.0.0.1:5000" }, []);
    expect(lists.configured).toEqual([{ host: "10.0.2.2", port: 5000, way: "plain" }]);
    expect(lists.publicTunnel).not.toContain("auth.docker.io");
    expect(lists.publicTunnel).toContain("pypi.org");
  });

  it.each([
    ["http://mirror.example", { host: "mirror.example", port: 80, way: "plain" }],
    ["http://mirror.example:3142", { host: "mirror.example", port: 3142, way: "plain" }],
    ["https://mirror.example", { host: "mirror.example", port: 443, way: "tunnel" }],
    ["https://Mirror.example:8443", { host: "mirror.example", port: 8443, way: "tunnel" }],
    ["http://localhost:9999", { host: "10.0.2.2", port: 9999, way: "plain" }],
  ])("opens of apt's mirror %s its own port in its own way, and no other", (origin, allowed) => {
    expect(allowLists(defaults, [origin]).configured).toEqual([allowed]);
  });

  it.each([
    [".store.example", { host: ".store.example", port: 443, way: "tunnel" }],
    ["cdn.example:8443", { host: "cdn.example", port: 8443, way: "tunnel" }],
    ["https://cdn.example", { host: "cdn.example", port: 443, way: "tunnel" }],
    ["http://cdn.example", { host: "cdn.example", port: 80, way: "plain" }],
    ["http://.cdn.example:8080", { host: ".cdn.example", port: 8080, way: "plain" }],
    ["http://127.0.0.1:6000", { host: "10.0.2.2", port: 6000, way: "plain" }],
  ])("takes the download host %s for https unless it says http", (item, allowed) => {
    expect(allowLists({ ...defaults, DOWNLOAD_HOSTS: [item] }, []).configured).toEqual([allowed]);
  });

  it("opens for registry and index their own way alone", () => {
    const settings = {
      ...defaults,
      REGISTRY: "https://r.example:8443",
      PACKAGE_INDEX: "http://i.example/simple",
    };
    expect(allowLists(settings, []).configured).toEqual([
      { host: "r.example", port: 8443, way: "tunnel" },
      { host: "i.example", port: 80, way: "plain" },
    ]);
    expect(allowLists({ ...settings, REGISTRY: HUB }, []).configured).toHaveLength(1);
  });
});

describe("squidRules", () => {
  it("allows each host on its own port and way", () => {
    expect(
      squidRules([
        { host: "a.example", port: 80, way: "plain" },
        { host: "b.example", port: 443, way: "tunnel" },
      ]),
    ).toBe(
      [
        "acl host0 dstdomain -n a.example",
        "acl port0 port 80",
        "http_access allow !CONNECT host0 port0",
        "acl host1 dstdomain -n b.example",
        "acl port1 port 443",
        "http_access allow CONNECT host1 port1",
        "",
      ].join("\n"),
    );
  });
});
