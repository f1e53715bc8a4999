import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ageOf } from "../renew-or-keep.ts";
import { keepArtifact, removeOutdated, removeUnfinished } from "./keep-artifact.ts";

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(path.join(tmpdir(), "artifact-"));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const DAY = 86_400_000;
const aged = (days: number) => ageOf(14, Date.now() + days * DAY, () => Promise.resolve(null));
const young = { age: aged(0), report: () => undefined };
const write = (text: string) => (folder: string) => writeFile(path.join(folder, "file"), text);

describe("keepArtifact", () => {
  it("makes once for the same hash, and again for another", async () => {
    const first = await keepArtifact({ ...young, cacheDir, name: "a", hash: "1", make: write("first") });
    const again = await keepArtifact({ ...young, cacheDir, name: "a", hash: "1", make: write("again") });
    const other = await keepArtifact({ ...young, cacheDir, name: "a", hash: "2", make: write("other") });
    expect([first.made, again.made, other.made]).toEqual([true, false, true]);
    expect(again.folder).toBe(first.folder);
    expect(await readFile(path.join(first.folder, "file"), "utf8")).toBe("first");
    expect(await readFile(path.join(other.folder, "file"), "utf8")).toBe("other");
  });

  it("makes an old one anew beside it, and goes on from the newest", async () => {
    const request = { cacheDir, name: "a", hash: "0".repeat(16), report: () => undefined };
    const first = await keepArtifact({ ...request, age: aged(0), make: write("first") });
    const renewed = await keepArtifact({ ...request, age: aged(15), make: write("second") });
    expect(renewed.made).toBe(true);
    expect(renewed.folder).not.toBe(first.folder);
    expect(await readFile(path.join(first.folder, "file"), "utf8")).toBe("first");
    expect(await keepArtifact({ ...request, age: aged(28), make: write("third") })).toEqual({
      folder: renewed.folder,
      made: false,
    });
    await removeOutdated(cacheDir, [renewed.folder]);
    expect(await readdir(cacheDir)).toEqual([path.basename(renewed.folder)]);
    const third = await keepArtifact({ ...request, age: aged(30), make: write("third") });
    expect(await readFile(path.join(third.folder, "file"), "utf8")).toBe("third");
  });

  it("keeps the old one, and leaves nothing half done, when a new one cannot be made", async () => {
    const request = { ...young, cacheDir, name: "a", hash: "0".repeat(16) };
    const { folder } = await keepArtifact({ ...request, make: write("old") });
    const make = () => Promise.reject(new Error("mirror gone"));
    expect(await keepArtifact({ ...request, age: aged(15), make })).toEqual({ folder, made: false });
    expect(await readdir(cacheDir)).toEqual([path.basename(folder)]);
  });

  it("leaves nothing when making fails, and makes it the next time", async () => {
    const make = async (folder: string) => {
      await write("half")(folder);
      throw new Error("mirror gone");
    };
    await expect(keepArtifact({ ...young, cacheDir, name: "a", hash: "1", make })).rejects.toThrow(
      "mirror gone",
    );
    expect(await readdir(cacheDir)).toEqual([]);
    expect(
      (await keepArtifact({ ...young, cacheDir, name: "a", hash: "1", make: write("whole") })).made,
    ).toBe(true);
  });
});

describe("removeUnfinished", () => {
  it("removes the work of the dead and leaves that of the living", async () => {
    await mkdir(path.join(cacheDir, "unfinished-999999999-a"));
    await mkdir(path.join(cacheDir, `unfinished-${process.pid}-b`));
    await mkdir(path.join(cacheDir, "a-0123"));
    await removeUnfinished(cacheDir);
    expect((await readdir(cacheDir)).sort()).toEqual(["a-0123", `unfinished-${process.pid}-b`]);
  });
});

describe("removeOutdated", () => {
  it("removes earlier makes of the same thing and nothing else", async () => {
    const [old, current] = [`a-${"0".repeat(16)}`, `a-${"1".repeat(16)}`];
    for (const folder of [old, current, `b-${"0".repeat(16)}`, "a-notes"])
      await mkdir(path.join(cacheDir, folder));
    await removeOutdated(cacheDir, [path.join(cacheDir, current)]);
    expect((await readdir(cacheDir)).sort()).toEqual([current, "a-notes", `b-${"0".repeat(16)}`]);
  });
});
