import { expect, it } from "vitest";
import { LoopShare } from "./loop-share.ts";

function open() {
  const at = { now: 0, worked: 0 };
  const share = new LoopShare(
    { burstMs: 1000, msPerSecond: 100, mostMs: 600, othersMs: 10_000 },
    { now: () => at.now, worked: () => at.worked },
  );
  /** Time passes, and the loop works through it. */
  const work = (ms: number) => {
    at.now += ms;
    at.worked += ms;
  };
  const render = (key: string, ms: number) => {
    const end = share.begin(key);
    work(ms);
    end();
  };
  return { at, share, work, render };
}

it("whoever has used up their share waits while somebody else is there", () => {
  const { at, share, render } = open();
  for (let index = 0; index < 4; index++) render("ada", 400);
  // Alone one may have all of it.
  expect(share.waitMs("ada")).toBe(0);
  render("ben", 50);
  expect(share.waitMs("ben")).toBe(0);
  // 1600 ms used of 1000; of that 125 have come back, because nothing comes back beyond 1000.
  expect(Math.round(share.waitMs("ada"))).toBe(4750);
  at.now += 4800;
  expect(share.waitMs("ada")).toBe(0);
  render("ada", 500);
  at.now += 11_000;
  expect(share.waitMs("ada")).toBe(0);
});

it("requests side by side are charged in equal parts, one that is slow to be read no more than the most", () => {
  const { share, work } = open();
  const ends = [share.begin("ada"), share.begin("ben"), share.begin("ben")];
  work(900);
  for (const end of ends) end();
  // 300 for Ada, 600 for Ben: neither is beyond 1000.
  expect([share.waitMs("ada"), share.waitMs("ben")]).toEqual([0, 0]);
  const slow = share.begin("ada");
  work(100_000);
  slow();
  share.begin("ben")();
  // 300 and 600, of which everything has come back but what the last moment took.
  expect(share.waitMs("ada")).toBe(0);
});

it("accounts of those who are gone are forgotten", () => {
  const { at, share, render } = open();
  render("ada", 1200);
  for (let index = 0; index < 1000; index++) {
    at.now += 20_000;
    share.begin(`student-${index}`)();
  }
  // Were Ada's debt or anybody's presence kept, this would wait.
  at.now += 20_000;
  expect(share.waitMs("ada")).toBe(0);
});
