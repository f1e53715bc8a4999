import { describe, expect, it } from "vitest";
import { seatExpectation } from "../lab/seat-expectation.ts";
import { compareSeatFact } from "./compare-seat-fact.ts";
import type { ContainerMade } from "./seat-fact.ts";

const digest = `sha256:${"a".repeat(64)}`;
const strict: ContainerMade = {
  user: "10001:10001",
  readOnly: true,
  privileged: false,
  dropped: ["ALL"],
  added: [],
  noNewPrivileges: true,
};
const compare = (asked: object, found: object) =>
  compareSeatFact(seatExpectation.parse({ what: "container", name: "reader", ...asked }), {
    what: "container",
    found: {
      state: "running",
      image: "reader:1",
      exitCode: 0,
      publishes: [],
      made: strict,
      imageNames: null,
      ...found,
    },
  });

describe("what a container was given", () => {
  const hardened = ["numeric-user", "read-only", "no-capabilities", "no-new-privileges"];
  const fails = (made: Partial<ContainerMade>) =>
    compare({ hardened }, { made: { ...strict, ...made } })
      .evidence.filter(({ ok }) => !ok)
      .map(({ asked }) => asked.replace(" of reader", ""));

  it("passes with everything taken, however it is spelled", () => {
    expect(fails({})).toEqual([]);
    expect(fails({ user: "65532", dropped: ["NET_RAW", "all"] })).toEqual([]);
  });

  it.each<[Partial<ContainerMade>, string[]]>([
    [{ user: "reader" }, ["user"]],
    [{ user: "" }, ["user"]],
    [{ user: "0:10001" }, ["user"]],
    [{ user: "00" }, ["user"]],
    [{ readOnly: false }, ["file system"]],
    [{ dropped: ["NET_RAW"] }, ["capabilities"]],
    [{ added: ["SYS_ADMIN"] }, ["capabilities"]],
    [{ noNewPrivileges: false }, ["privileges that a program may gain"]],
    // Docker ignores the rest then.
    [{ privileged: true }, ["capabilities", "privileges that a program may gain"]],
  ])("finds %j", (made, expected) => {
    expect(fails(made)).toEqual(expected);
  });

  it("does not take a seat that says nothing for one that says yes", () => {
    expect(compare({ hardened }, { made: null }).evidence.filter(({ ok }) => !ok)).toHaveLength(4);
  });
});

describe("a container pinned to the class registry", () => {
  const pinned = { image: `registry:5000/ada/digit-reader@${digest}`, imageNames: [] };
  const advice = (found: object) => compare({ pinnedTo: "digit-reader" }, { ...pinned, ...found }).advice;

  it("passes for a digest of one's own repository, with no other name", () => {
    expect(advice({})).toBeNull();
    expect(advice({ image: `registry:5000/ada_2/digit-reader@${digest}` })).toBeNull();
  });

  it.each([
    [{ image: "registry:5000/ada/digit-reader:1.0" }, "not started from"],
    [{ image: `registry:5000/ada/digit-reader:1.0@${digest.slice(0, 20)}` }, "not started from"],
    [{ image: `registry:5000/ada/other@${digest}` }, "not started from"],
    [{ image: `elsewhere/digit-reader@${digest}` }, "not started from"],
    [{ imageNames: ["registry:5000/ada/digit-reader:1.0"] }, "remove registry:5000/ada/digit-reader:1.0"],
  ])("fails for %j", (found, words) => {
    expect(advice(found)).toContain(words);
  });

  it("is asked of containers that are there", () => {
    const gone = { what: "container", name: "reader", is: "gone", hardened: ["read-only"] };
    expect(seatExpectation.safeParse(gone).error?.message).toContain("is: gone");
  });
});
