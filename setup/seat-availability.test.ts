import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../server/config.ts";
import { whyNoSeatHost, writeAvailability } from "./seat-availability.ts";

const here = { platform: "linux", isRoot: true, hasApt: true } as const;
const directory = await mkdtemp(path.join(tmpdir(), "drydock-availability-"));
afterAll(() => rm(directory, { recursive: true }));

describe("whyNoSeatHost", () => {
  it("has nothing to say on Debian as root", () => {
    expect(whyNoSeatHost(here)).toBeNull();
  });

  it.each([
    [{ platform: "darwin" }, /Linux/],
    [{ isRoot: false }, /root/],
    [{ hasApt: false }, /apt/],
  ] as const)("says what is missing with %j, and how to give it", (lacking, reason) => {
    const why = whyNoSeatHost({ ...here, ...lacking });
    expect(why?.reason).toMatch(reason);
    expect(why?.remedy).toMatch(/SEAT_HOST/);
  });
});

describe("writeAvailability", () => {
  it("writes the reason down and takes it back", async () => {
    const config = readConfig({ DATA_DIR: directory });
    const file = path.join(directory, "seat-host/unavailable.json");
    await writeAvailability(config, { reason: "a", remedy: "b" });
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ reason: "a", remedy: "b" });
    await writeAvailability(config, null);
    await expect(readFile(file, "utf8")).rejects.toThrow();
  });
});
