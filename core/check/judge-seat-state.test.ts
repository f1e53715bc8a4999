import { describe, expect, it } from "vitest";
import { labSchema } from "../lab/schema.ts";
import { judgeSeatState, type SeatStateCheck } from "./judge-seat-state.ts";
import { labCheck } from "./lab-check.ts";
import type { SeatFact } from "./seat-fact.ts";

const check = (expectation: unknown, hint?: string): SeatStateCheck => {
  const parsed = labCheck.parse({
    id: "state",
    kind: "seat-state",
    title: "How it should be",
    points: 10,
    expect: [expectation],
    ...(hint === undefined ? {} : { hint }),
  });
  if (parsed.kind !== "seat-state") throw new Error("another kind");
  return parsed;
};
const judge = (expectation: unknown, fact: SeatFact) => judgeSeatState(check(expectation), [fact]);

const id = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = (part: Partial<Extract<SeatFact, { what: "image" }>> = {}): SeatFact => ({
  what: "image",
  id: id("a"),
  labels: { lab: "taster" },
  otherId: null,
  ...part,
});
const container = (part: object = {}): SeatFact => ({
  what: "container",
  found: {
    state: "running",
    image: "taster:1",
    exitCode: 0,
    publishes: [8000],
    made: null,
    imageNames: null,
    ...part,
  },
});
const noContainer: SeatFact = { what: "container", found: null };
const left = (...names: string[]): SeatFact => ({
  what: "containers",
  left: names.map((name) => ({ name, state: "exited" })),
  more: false,
});
const answer = (status: number, body = ""): SeatFact => ({
  what: "port",
  answer: { status, body },
  silence: "",
});
const file = (content: string | null): SeatFact => ({ what: "file", content });
const taster = { what: "image", name: "taster:1" };
const cellar = { what: "container", name: "cellar" };

describe("the state of a seat", () => {
  it.each<[string, object, SeatFact]>([
    ["an image", taster, image()],
    ["an image that is gone", { ...taster, is: "gone" }, image({ id: null })],
    ["an image with its label", { ...taster, labels: { lab: "taster" } }, image()],
    ["two names of one image", { ...taster, sameAs: "taster:stable" }, image({ otherId: id("a") })],
    ["a container that runs", { ...cellar, image: "taster:1", publishes: 8000 }, container()],
    ["an image named without its tag", { ...cellar, image: "taster" }, container({ image: "taster:latest" })],
    [
      "a stopped one",
      { ...cellar, is: "stopped", exitCode: 137 },
      container({ state: "exited", exitCode: 137 }),
    ],
    ["one that never ran", { ...cellar, is: "stopped" }, container({ state: "created" })],
    ["one that is gone", { ...cellar, is: "gone" }, noContainer],
    ["no container left", { what: "containers" }, left()],
    ["only those that may stay", { what: "containers", only: ["cellar", "second"] }, left("cellar")],
    ["nothing without a name", { what: "dangling" }, { what: "dangling", count: 0 }],
    ["a port", { what: "port", port: 80, contains: "wine" }, answer(200, "red wine")],
    ["a port with another status", { what: "port", port: 80, status: 503 }, answer(503)],
    ["a volume", { what: "volume", name: "scores" }, { what: "volume", isThere: true }],
    [
      "a volume that is gone",
      { what: "volume", name: "scores", is: "gone" },
      { what: "volume", isThere: false },
    ],
    [
      "a network with its members",
      { what: "network", name: "shop", connects: ["api"] },
      { what: "network", isThere: true, connects: ["db", "api"] },
    ],
    ["a file", { what: "file", path: "log.txt", contains: "barolo" }, file("tasted barolo: 7.5\n")],
    [
      "a file with the id of an image",
      { what: "file", path: "images.txt", containsIdOf: "taster:1" },
      { what: "file", content: `/cellar sha256:${"a".repeat(64)}\n`, imageId: id("a") },
    ],
    [
      "a file with the short id of an image",
      { what: "file", path: "images.txt", containsIdOf: "taster:1" },
      { what: "file", content: "taster 1 aaaaaaaaaaaa 3 minutes ago", imageId: id("a") },
    ],
    ["a file that is gone", { what: "file", path: "log.txt", is: "gone" }, file(null)],
  ])("passes for %s, and says where that is from", (_, expectation, fact) => {
    const result = judge(expectation, fact);
    expect(result).toMatchObject({ status: "passed", points: 10, hint: null, takenFrom: "student-seat" });
    expect(result.evidence.every(({ ok }) => ok)).toBe(true);
  });

  it.each<[string, object, SeatFact, string]>([
    ["no image", taster, image({ id: null }), "There is no image taster:1"],
    ["an image that is still there", { ...taster, is: "gone" }, image(), "still there"],
    ["another label", { ...taster, labels: { lab: "other" } }, image(), 'is "taster"'],
    ["a label of every object", { ...taster, labels: { constructor: "x" } }, image(), "not set"],
    ["another image", { ...taster, sameAs: "taster:stable" }, image({ otherId: id("b") }), "two names"],
    ["no other name", { ...taster, sameAs: "taster:stable" }, image(), "two names"],
    ["no container", cellar, noContainer, "docker ps -a"],
    ["one that ended", cellar, container({ state: "exited" }), "docker logs cellar"],
    ["one that is paused", cellar, container({ state: "paused" }), "does not run"],
    ["a paused one as stopped", { ...cellar, is: "stopped" }, container({ state: "paused" }), "not stopped"],
    ["one that still runs", { ...cellar, is: "stopped" }, container(), "not stopped"],
    ["one that is not gone", { ...cellar, is: "gone" }, container({ state: "exited" }), "still there"],
    ["one of another image", { ...cellar, image: "taster:2" }, container(), "not started from taster:2"],
    [
      "one that was killed",
      { ...cellar, is: "stopped", exitCode: 0 },
      container({ state: "exited", exitCode: 137 }),
      "137",
    ],
    ["one on another port", { ...cellar, publishes: 80 }, container(), "-p"],
    [
      "one more container",
      { what: "containers", only: ["cellar"] },
      left("cellar", "mad_hopper"),
      "mad_hopper",
    ],
    [
      "more than are listed",
      { what: "containers", only: ["cellar"] },
      { what: "containers", left: [], more: true },
      "and more",
    ],
    ["an image without a name", { what: "dangling" }, { what: "dangling", count: 2 }, "prune"],
    [
      "a silent port",
      { what: "port", port: 80 },
      { what: "port", answer: null, silence: "nothing listens there" },
      "nothing listens there",
    ],
    ["an error", { what: "port", port: 80 }, answer(500), "status 500"],
    [
      "another answer",
      { what: "port", port: 80, contains: "wine" },
      answer(200, "beer"),
      "not what is asked",
    ],
    [
      "a container outside of the network",
      { what: "network", name: "shop", connects: ["api", "db"] },
      { what: "network", isThere: true, connects: ["api"] },
      "db",
    ],
    ["no file", { what: "file", path: "a" }, file(null), "There is no file a"],
    ["an empty file", { what: "file", path: "a", contains: "x" }, file(""), "does not contain"],
    [
      "a file with the id of another image",
      { what: "file", path: "a", containsIdOf: "taster:1" },
      { what: "file", content: "bbbbbbbbbbbb", imageId: id("a") },
      "begins with aaaa",
    ],
    [
      "an id of an image that is not there",
      { what: "file", path: "a", containsIdOf: "taster:1" },
      { what: "file", content: "aaaaaaaaaaaa", imageId: null },
      "no image taster:1",
    ],
    ["an engine that lies", taster, { what: "unreadable", reason: "it talks nonsense" }, "it talks nonsense"],
    ["an answer to another question", taster, { what: "dangling", count: 0 }, "no usable answer"],
  ])("fails for %s, and says what to do", (_, expectation, fact, hint) => {
    const result = judge(expectation, fact);
    expect(result).toMatchObject({ status: "failed", points: 0, takenFrom: "student-seat", file: null });
    expect(result.hint).toContain(hint);
  });

  it("does not say what the student has to find", () => {
    const found = "key_6f9d03f7a64f87e6";
    const asked = (untold: boolean) =>
      JSON.stringify(judge({ what: "file", path: "a", contains: found, untold }, file("something else")));
    expect(asked(false)).toContain(found);
    expect(asked(true)).not.toContain(found);
  });

  it("takes the author's hint, needs all of what is asked, and does not take silence for an answer", () => {
    expect(judgeSeatState(check(taster, "Build it."), [image({ id: null })]).hint).toBe("Build it.");
    expect(judgeSeatState(check(taster), []).status).toBe("failed");
  });
});

describe("a lab about the state of a seat", () => {
  const lab = {
    title: "First containers",
    summary: "Build, run, clear away.",
    minutes: 10,
    open: "Dockerfile",
    editable: ["Dockerfile"],
  };
  const problems = (part: object, of: object = lab) => {
    const parsed = labSchema.safeParse({ ...of, ...part });
    return parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  };
  const expecting = (expectation: object) => ({
    checks: [{ id: "a", kind: "seat-state", title: "Something", points: 1, expect: [expectation] }],
  });

  it("needs no image", () => {
    expect(problems(expecting(taster))).toEqual([]);
  });

  it.each<[object, RegExp]>([
    [{ what: "imge", name: "a" }, /^checks\.0\.expect\.0(\.what)?: needs a "what", one of image, container/],
    [{ what: "image" }, /^checks\.0\.expect\.0\.name: /],
    [{ what: "image", name: "Taster" }, /small letters/],
    [
      { what: "image", name: "a", is: "gone", labels: { a: "b" } },
      /labels: has no meaning together with is: gone/,
    ],
    [{ what: "container", name: "a/b" }, /name: letters, digits/],
    [{ what: "container", name: "a", exitCode: 0 }, /exitCode: only with is: stopped/],
    [{ what: "container", name: "a", is: "stopped", publishes: 80 }, /publishes: only with is: running/],
    [{ what: "file", path: "../../etc/shadow" }, /relative path/],
    [{ what: "file", path: "/etc/shadow" }, /relative path/],
    [{ what: "file", path: "a", in: { volume: "../x" } }, /in/],
    [{ what: "dangling", wanted: 0 }, /Unrecognized key/],
  ])("says where %j is wrong", (expectation, problem) => {
    expect(problems(expecting(expectation)).join("\n")).toMatch(problem);
  });

  it("says that a check of an image needs one, and that requests have nobody to answer them", () => {
    const nonRoot = [{ id: "a", kind: "non-root", title: "Not root", points: 1 }];
    expect(problems({ checks: nonRoot })).toEqual([
      expect.stringMatching(/^checks\.0\.kind: needs an image/),
    ]);
    const requests = [{ title: "x", method: "GET", path: "/" }];
    expect(problems({ ...expecting(taster), requests })).toEqual([expect.stringMatching(/^requests: /)]);
    expect(problems({ checks: [{ ...nonRoot[0], kind: "no-rot" }] })).toEqual([
      expect.stringMatching(/needs a "kind", one of answers, .*seat-state, .*stops/),
    ]);
  });
});
