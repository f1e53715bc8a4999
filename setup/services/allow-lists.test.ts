import { describe, expect, it } from "vitest";
import { allowLists } from "./allow-lists.ts";

const defaults = {
  OFFLINE: "auto",
  REGISTRY: "https://registry-1.docker.io",
  PACKAGE_INDEX: "https://pypi.org/simple",
} as const;

describe("allowLists", () => {
  it("lets only Debian through when offline is asked for", () => {
    const lists = allowLists({ ...defaults, OFFLINE: "yes" }, ["mirror.example"]);
    expect(lists.configuredHosts).toEqual(["mirror.example"]);
    expect(lists.publicHosts).toEqual(["deb.debian.org", "security.debian.org"]);
    expect(lists.ports).toEqual([80, 443]);
  });

  it("adds what Docker Hub and PyPI redirect to", () => {
    const { publicHosts } = allowLists(defaults, []);
    expect(publicHosts).toContain("auth.docker.io");
    expect(publicHosts).toContain("files.pythonhosted.org");
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
