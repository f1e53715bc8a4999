import { describe, expect, it } from "vitest";
import { allowLists } from "./allow-lists.ts";

const defaults = {
  OFFLINE: "auto",
  REGISTRY: "https://registry-1.docker.io",
  PACKAGE_INDEX: "https://pypi.org/simple",
  DOWNLOAD_HOSTS: [] as string[],
} as const;

describe("allowLists", () => {
  it("lets only Debian through when offline is asked for", () => {
    const lists = allowLists({ ...defaults, OFFLINE: "yes" }, ["mirror.example"]);
    expect(lists.configuredHosts).toEqual(["mirror.example"]);
    expect(lists.publicHosts).toEqual(["deb.debian.org", "security.debian.org"]);
    expect(lists.ports).toEqual([80, 443]);
  });

  it("adds what Docker Hub and PyPI redirect to", () => {
    const { publicHosts, tunnelPorts } = allowLists(defaults, []);
    for (const host of ["registry-1", "auth"]) expect(publicHosts).toContain(`${host}.docker.io`);
    for (const store of ["cloudflare", "cloudfront"])
      expect(publicHosts).toContain(`production.${store}.docker.com`);
    expect(publicHosts).toContain("files.pythonhosted.org");
    expect(tunnelPorts).toEqual([443]);
  });

  it("lets nobody's store through but Docker's own", () => {
    const stores = allowLists(defaults, []).publicHosts.filter((host) => host.includes("cloudflarestorage"));
    expect(stores).toHaveLength(1);
    expect(stores[0]).toMatch(/^\.[0-9a-f]{32}\.r2\.cloudflarestorage\.com$/);
  });

  it("adds the hosts that the settings name, with their ports, and none that another covers", () => {
    const DOWNLOAD_HOSTS = ["cdn.mirror.example:8443", ".store.example", "a.store.example", "localhost:6000"];
    const lists = allowLists({ ...defaults, DOWNLOAD_HOSTS }, []);
    expect(lists.configuredHosts).toEqual(["cdn.mirror.example", ".store.example", "10.0.2.2"]);
    expect(lists.ports).toEqual([80, 443, 8443, 6000]);
    expect(lists.tunnelPorts).toEqual([443, 8443, 6000]);
    expect(allowLists({ ...defaults, OFFLINE: "yes", DOWNLOAD_HOSTS }, []).configuredHosts).toEqual([]);
  });

  it("names a host in one list only: a configured mirror may have a private address", () => {
    const lists = allowLists(defaults, ["deb.debian.org"]);
    expect(lists.configuredHosts).toContain("deb.debian.org");
    expect(lists.publicHosts).not.toContain("deb.debian.org");
  });

  it("reaches a registry on the machine's loopback by the address that leads there, on its port", () => {
    const lists = allowLists({ ...defaults, REGISTRY: "http://127.0.0.1:5000" }, []);
    expect(lists.configuredHosts).toEqual(["10.0.2.2"]);
    expect(lists.ports).toContain(5000);
    expect(lists.tunnelPorts).toEqual([443]);
    expect(lists.publicHosts).not.toContain("auth.docker.io");
  });
});
