import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { watchDiskRoom } from "./disk-room.ts";

it("the disk is low when less is free than has to stay free", async () => {
  const { bavail, bsize } = await statfs(tmpdir());
  const free = bavail * bsize;
  for (const [floor, low] of [
    [0, false],
    [free / 2, false],
    [free * 2 + 1, true],
  ] as const) {
    const disk = await watchDiskRoom(tmpdir(), floor);
    expect(disk.isLow()).toBe(low);
    disk.close();
  }
});

it("a folder that is not there says nothing", async () => {
  const disk = await watchDiskRoom(`${tmpdir()}/not-there`, Number.MAX_SAFE_INTEGER);
  expect(disk.isLow()).toBe(false);
  disk.close();
});
