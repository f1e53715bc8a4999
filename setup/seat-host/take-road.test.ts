import { describe, expect, it } from "vitest";
import { PullError } from "./pull-error.ts";
import { type Roads, takeRoad } from "./take-road.ts";

function roads(more: Partial<Roads<string>>) {
  const lines: string[] = [];
  const all: Roads<string> = {
    offline: "auto",
    registry: "https://mirror.example:5000",
    findSilent: () => Promise.resolve(null),
    fromRegistry: () => Promise.resolve("pulled"),
    fromKit: () => Promise.resolve("made"),
    report: (line) => lines.push(line),
    ...more,
  };
  return { lines, taken: takeRoad(all) };
}
const refused = () =>
  Promise.reject(new PullError("python:3.11-slim", "mirror.example:5000", "403 Forbidden"));
const silent = () => Promise.resolve("pypi.example");

describe("takeRoad", () => {
  it("takes the registry when it answers", async () => {
    const { taken, lines } = roads({});
    expect(await taken).toEqual({ standIns: false, golden: "pulled" });
    expect(lines).toEqual(["mirror.example:5000 answers: base images come from there"]);
  });

  it("takes the kit when one of the two does not answer, and names it", async () => {
    const { taken, lines } = roads({ findSilent: silent });
    expect(await taken).toEqual({ standIns: true, golden: "made" });
    expect(lines[0]).toMatch(/^pypi\.example does not answer/);
  });

  it("takes the kit when the registry answers but does not deliver, and says why", async () => {
    const { taken, lines } = roads({ fromRegistry: refused });
    expect(await taken).toEqual({ standIns: true, golden: "made" });
    expect(lines.join("\n")).toContain("python:3.11-slim could not be had from mirror.example:5000");
    expect(lines.join("\n")).toContain("403 Forbidden");
  });

  it("does not hide a fault of the seat host behind stand-ins", async () => {
    const { taken } = roads({ fromRegistry: () => Promise.reject(new Error("no space left")) });
    await expect(taken).rejects.toThrow("no space left");
  });

  it.each(["yes", "no"] as const)("asks nobody with OFFLINE=%s", async (offline) => {
    const { taken } = roads({ offline, findSilent: () => Promise.reject(new Error("asked")) });
    expect((await taken).standIns).toBe(offline === "yes");
  });

  it("fails with what to do when only the registry is allowed", async () => {
    await expect(roads({ offline: "no", fromRegistry: refused }).taken).rejects.toThrow(/DOWNLOAD_HOSTS/);
  });
});
