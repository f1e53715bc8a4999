import { describe, expect, it } from "vitest";
import { allowLists } from "./allow-lists.ts";
import { squidRules } from "./squid-rules.ts";

const defaults = {
  OFFLINE: "auto",
  REGISTRY: "https://registry-1.docker.io",
  PACKAGE_INDEX: "https://pypi.org/simple",
  DOWNLOAD_HOSTS: [] as string[],
} as const;

describe("allowLists", () => {
  it("lets only Debian through when offline is asked for", () => {
    const DOWNLOAD_HOSTS = ["cdn.example"];
    const lists = allowLists({ ...defaults, OFFLINE: "yes", DOWNLOAD_HOSTS }, ["mirror.example"]);
    expect(new Set(lists.configured.map(({ host }) => host))).toEqual(new Set(["mirror.example"]));
    expect(lists.publicHosts).toEqual(["deb.debian.org", "security.debian.org"]);
  });

  it("adds what Docker Hub and PyPI redirect to", () => {
    const { publicHosts, configured } = allowLists(defaults, []);
    for (const host of ["registry-1", "auth"]) expect(publicHosts).toContain(`${host}.docker.io`);
    for (const store of ["cloudflare", "cloudfront"])
      expect(publicHosts).toContain(`production.${store}.docker.com`);
    expect(publicHosts).toContain("files.pythonhosted.org");
    expect(configured).toEqual([]);
  });

  it("lets nobody's store through but Docker's own", () => {
    const stores = allowLists(defaults, []).publicHosts.filter((host) => host.includes("cloudflarestorage"));
    expect(stores).toHaveLength(1);
    expect(stores[0]).toMatch(/^\.[0-9a-f]{32}\.r2\.cloudflarestorage\.com$/);
  });

  it("reaches a registry on the machine's loopback by the address that leads there, on its port alone", () => {
    const lists = allowLists({ ...defaults, REGISTRY: "http://127.0.0.1:5000" }, []);
    expect(lists.configured).toEqual([{ host: "10.0.2.2", port: 5000, way: "plain" }]);
    expect(lists.publicHosts).not.toContain("auth.docker.io");
    expect(lists.publicHosts).toContain("pypi.org");
  });

  it("tunnels to a registry with https", () => {
    const lists = allowLists({ ...defaults, REGISTRY: "https://mirror.example:8443" }, []);
    expect(lists.configured).toEqual([{ host: "mirror.example", port: 8443, way: "tunnel" }]);
  });

  it("adds the hosts that the settings and apt name, with their ports", () => {
    const DOWNLOAD_HOSTS = [".store.example", "localhost:6000"];
    expect(allowLists({ ...defaults, DOWNLOAD_HOSTS }, ["mirror.example:3142"]).configured).toEqual([
      { host: "mirror.example", port: 3142, way: "plain" },
      { host: "mirror.example", port: 3142, way: "tunnel" },
      { host: ".store.example", port: 80, way: "plain" },
      { host: ".store.example", port: 443, way: "tunnel" },
      { host: "10.0.2.2", port: 6000, way: "plain" },
      { host: "10.0.2.2", port: 6000, way: "tunnel" },
    ]);
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
