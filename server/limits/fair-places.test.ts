import { expect, it } from "vitest";
import { FairPlaces } from "./fair-places.ts";

const limits = { inAll: 4, reserved: 1, perKey: 2, waiting: 5, waitMs: 60_000 };

/** Enters, and tells in which order the places were given. */
function line(places: FairPlaces) {
  const given: string[] = [];
  const leave: Record<string, () => void> = {};
  const enter = (name: string, key: string, vital = false) => {
    void places.enter({ key, vital }).then((release) => {
      given.push(name);
      leave[name] = release;
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { given, enter, leave: (name: string) => leave[name]?.(), settle };
}

it("one student has a few places, and those who wait are served by turns", async () => {
  const { given, enter, leave, settle } = line(new FairPlaces(limits));
  for (const name of ["a1", "a2", "a3", "a4", "a5"]) enter(name, "ada");
  for (const name of ["b1", "b2", "b3"]) enter(name, "ben");
  enter("c1", "cem");
  await settle();
  // Three of four places are for everybody: two for Ada, the third for Ben.
  expect(given).toEqual(["a1", "a2", "b1"]);
  for (const name of ["a1", "a2", "b1", "a3", "b2"]) {
    leave(name);
    await settle();
  }
  expect(given.slice(3)).toEqual(["a3", "b2", "c1", "a4", "b3"]);
});

it("what is vital has a place of its own, and goes first", async () => {
  const { given, enter, leave, settle } = line(new FairPlaces(limits));
  for (const [name, key] of [
    ["a1", "ada"],
    ["b1", "ben"],
    ["c1", "cem"],
    ["d1", "dan"],
  ] as const)
    enter(name, key);
  enter("v1", "eve", true);
  enter("v2", "fay", true);
  await settle();
  expect(given).toEqual(["a1", "b1", "c1", "v1"]);
  leave("a1");
  await settle();
  expect(given.slice(4)).toEqual(["v2"]);
  leave("v2");
  await settle();
  expect(given.slice(5)).toEqual(["d1"]);
});

it("who waits too long is told so, and too long a line is refused at once", async () => {
  const places = new FairPlaces({ ...limits, perKey: 1, waiting: 2, waitMs: 20 });
  const release = await places.enter({ key: "ada" });
  const waiting = [places.enter({ key: "ada" }), places.enter({ key: "ada" })];
  await expect(places.enter({ key: "ada" })).rejects.toMatchObject({ code: "TOO_MANY", status: 429 });
  for (const one of waiting) await expect(one).rejects.toMatchObject({ code: "BUSY", status: 503 });
  release();
  release();
  // Nobody is left behind in the line, and giving back twice gave one place.
  const again = await places.enter({ key: "ada" });
  await expect(places.enter({ key: "ada" })).rejects.toMatchObject({ code: "BUSY" });
  again();
});
