import { describe, expect, it } from "vitest";
import { parseAptSources } from "./find-apt-sources.ts";

const targets = [
  "https://packages.example/node/ nodistro main",
  "http://mirror.example/debian/ bookworm main",
  "http://mirror.example/debian/ bookworm-updates main",
  "http://security.example/debian-security/ bookworm-security main",
  "",
].join("\n");

describe("parseAptSources", () => {
  it("takes Debian's mirror and leaves other repositories alone", () => {
    const sources = parseAptSources(targets, "", "bookworm");
    expect(sources.lines).toEqual([
      "deb http://mirror.example/debian/ bookworm main",
      "deb http://mirror.example/debian/ bookworm-updates main",
      "deb http://security.example/debian-security/ bookworm-security main",
    ]);
    expect(sources.origins).toEqual(["http://mirror.example", "http://security.example"]);
  });

  it("keeps the port of a mirror that has one", () => {
    const targets = "http://mirror.example:3142/debian/ bookworm main";
    expect(parseAptSources(targets, "", "bookworm").origins).toEqual(["http://mirror.example:3142"]);
  });

  it("builds Debian 12 on a newer Debian too", () => {
    const newer = "http://mirror.example/debian/ trixie main";
    expect(parseAptSources(newer, "", "trixie").lines[0]).toBe(
      "deb http://mirror.example/debian/ bookworm main",
    );
  });

  it("keeps the machine's proxy and date options, and nothing else", () => {
    const dump = [
      'Acquire::http::Proxy "http://127.0.0.1:3142";',
      'Acquire::Check-Valid-Until "false";',
      'Dir::Cache "var/cache/apt";',
      'Acquire::https::Proxy "";',
    ].join("\n");
    expect(parseAptSources(targets, dump, "bookworm").options).toEqual([
      'Acquire::http::Proxy "http://127.0.0.1:3142";',
      'Acquire::Check-Valid-Until "false";',
    ]);
  });

  it("says what to do where apt knows no mirror", () => {
    expect(() => parseAptSources("", "", "bookworm")).toThrow(
      expect.objectContaining({ userMessage: expect.stringContaining("apt-get update") as string }),
    );
  });
});
