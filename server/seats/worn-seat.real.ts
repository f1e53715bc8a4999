import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenOptions, SeatHost } from "../../core/seat/port.ts";
import { realConfig } from "../../testing/real-seat.ts";
import { connectSeatHost } from "./connect-seat-host.ts";

/* Seats that a student has filled or broken, and a site whose places are all taken by seats that sleep. */

const { config: real, remove } = await realConfig();
const config = { ...real, SEAT_DISK: 4 * 1024 ** 3 };
let host: SeatHost<Duplex>;

beforeAll(async () => {
  host = await connectSeatHost(config);
});
afterAll(async () => {
  const students = ["full", "broken", "ann", "ben", "cleo", "dora"];
  await Promise.all(students.map((student) => host.discardSeat(student)));
  await host.close();
  await remove();
});

async function openWithNotices(student: string) {
  const notices: string[] = [];
  const options: OpenOptions = { onNotice: (text) => notices.push(text) };
  return { seat: await host.openSeat(student, options), notices };
}
const file = [{ path: "f", content: "1" }];

describe.concurrent("a seat", () => {
  it("whose disk is full says so, hinders nobody, and is replaced by a fresh one after its sleep", async () => {
    const full = await host.openSeat("full");
    const filled = await full.exec(["sh", "-c", "head -c 20G /dev/zero > /fill; echo x > /more"]);
    expect(filled.stderr).toMatch(/quota/);
    await expect(full.putFiles("/workspace/x", file)).rejects.toMatchObject({
      userMessage: expect.stringMatching(/disk is full.*Throw the seat away/) as string,
    });
    // Awake it opens as ever, and the others are tended.
    expect((await host.openSeat("full")).name).toBe(full.name);
    await host.tend();
    await host.sleepSeat("full");
    const { seat, notices } = await openWithNotices("full");
    expect(seat.name).not.toBe(full.name);
    expect(notices).toEqual([expect.stringMatching(/^The disk of your seat was full, so you get a fresh/)]);
    await seat.putFiles("/workspace/x", file);
  });

  it("that its student has broken is replaced by a fresh one", async () => {
    const broken = await host.openSeat("broken");
    await broken.exec(["sh", "-c", "rm -f /usr/local/sbin/seat-init"]);
    await host.sleepSeat("broken");
    const { seat, notices } = await openWithNotices("broken");
    expect(seat.name).not.toBe(broken.name);
    expect(notices).toEqual([expect.stringMatching(/^Your seat did not start any more, so you get a fresh/)]);
    expect((await seat.exec(["docker", "version"])).exitCode).toBe(0);
  });
});

describe("where as many seats exist as there may be", () => {
  it("the one that has slept longest gives way; when all are awake, the next is told so", async () => {
    const crowded = await connectSeatHost({ ...config, SEAT_LIMIT: 1 });
    const stateOf = async (student: string) => (await crowded.inspectSeat(student)).state;
    try {
      await Promise.all(["full", "broken"].map((student) => host.discardSeat(student)));
      await host.openSeat("ann");
      await host.openSeat("ben");
      await Promise.all(["ben", "ann"].map((student) => host.sleepSeat(student)));
      await crowded.openSeat("cleo");
      expect([await stateOf("ann"), await stateOf("ben")]).toEqual(["none", "asleep"]);
      const grading = await crowded.takeGradingSeat();
      expect(await stateOf("ben")).toBe("none");
      await expect(crowded.openSeat("dora")).rejects.toMatchObject({
        code: "TOO_MANY",
        userMessage: expect.stringContaining("machines of this site are in use") as string,
      });
      await grading.discard();
    } finally {
      await crowded.close();
    }
  });
});
