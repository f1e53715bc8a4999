import { describe, expect, it } from "vitest";
import { orderOf } from "./bring-up.ts";

const kinds = ["alone", "founds", "joins"] as const;

/** What has to come before what, and why. */
const before: readonly (readonly [first: string, then: string, why: string])[] = [
  ["folders", "leftovers", "what is cleared is in the folder"],
  ["leftovers", "packages", "nothing of a killed seat host runs while its packages change"],
  ["packages", "rules", "nft comes with the packages"],
  ["rules", "way out", "a wall stands before there is a way through it"],
  ["rules", "outside", "nothing is attached to a network without walls"],
  ["way out", "outside", "what may be reached is known before anything can be"],
  ["rules", "relay", "other machines reach a port only behind walls"],
  ["relay", "daemon", "a member answers only when it can find the others"],
  ["daemon", "join", "the daemon is asked"],
  ["join", "settings", "a member that joins takes the cluster's settings over"],
  ["daemon", "settings", "the daemon is asked"],
  ["settings", "found", "the pool and the network are there when the cluster is founded"],
  ["settings", "quota", "quota counts in the pool"],
  ["quota", "seats", "no seat runs uncounted"],
  ["quota", "member's own", "no seat runs uncounted"],
  ["project", "certificate", "the certificate is restricted to the project"],
  ["certificate", "seats", "the site's way in is there when seats are"],
  ["seats", "facts", "the facts are about the seats"],
  ["facts", "old golden seats", "no site is told of a golden seat that is gone"],
];
const beforeDown: typeof before = [
  ["seats", "daemon", "their engines stop while somebody can stop them"],
  ["daemon", "outside", "the network's far end goes after those who use it"],
  ["daemon", "leftovers", "what is cleared is no longer in use"],
  ["leftovers", "cgroups", "a cgroup is empty when it is removed"],
];

describe.each(kinds)("a seat host that stands or founds or joins: %s", (kind) => {
  const { up, down } = orderOf(kind);

  it.each(before.filter(([first, then]) => up.includes(first) && up.includes(then)))(
    "has %s before %s: %s",
    (first, then) => expect(up.indexOf(first)).toBeLessThan(up.indexOf(then)),
  );

  it.each(beforeDown)("goes down with %s before %s: %s", (first, then) =>
    expect(down.indexOf(first)).toBeLessThan(down.indexOf(then)),
  );

  it("takes down what was started beside the daemon", () => {
    expect(down).toEqual(expect.arrayContaining(["quota", "way out", "outside", "daemon"]));
  });
});

it("each of these rules is about steps that exist", () => {
  const names = new Set(kinds.flatMap((kind) => orderOf(kind).up));
  for (const [first, then] of before) expect([names.has(first), names.has(then)]).toEqual([true, true]);
});

it("a member that joins makes no project, certificate or seats: the cluster has them", () => {
  const own = ["project", "certificate", "seats", "facts", "old golden seats", "old golden images"];
  expect(orderOf("joins").up.filter((name) => own.includes(name))).toEqual([]);
  expect(orderOf("founds").up).toEqual(expect.arrayContaining(own));
  expect(orderOf("alone").up.filter((name) => ["relay", "join", "found"].includes(name))).toEqual([]);
});
