import type http from "node:http";
import { describe, expect, it, vi } from "vitest";
import { labSchema } from "../../../core/lab/schema.ts";
import type { RunEventBody } from "../../../core/run/event.ts";
import { fakeSeatHost } from "../../../testing/engines/fake-engines.ts";
import { liarSeat } from "../../../testing/engines/liar.ts";
import { CheckLedger } from "../check-ledger.ts";
import { gradeWorkspace } from "../grade-workspace.ts";
import type { Grading } from "../grading.ts";
import { gradeSeatState } from "./grade-seat-state.ts";

type Handle = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const labOf = (...expect: object[]) =>
  labSchema.parse({
    title: "First containers",
    summary: "Build, run, clear away.",
    minutes: 10,
    open: "Dockerfile",
    editable: ["Dockerfile"],
    checks: expect.map((one, index) => ({
      id: `c${index}`,
      kind: "seat-state",
      title: "Something",
      points: 5,
      expect: [one],
    })),
  });

/** An engine that knows these paths. */
const knows =
  (answers: Readonly<Record<string, unknown>>): Handle =>
  (request, response) => {
    const known = answers[request.url ?? ""];
    response.writeHead(known === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(known ?? { message: "no such thing" }));
  };

const id = `sha256:${"a".repeat(64)}`;
const taster = { what: "image", name: "taster:1", labels: { lab: "taster" } };
const cellar = { what: "container", name: "cellar", publishes: 8000 };
const named = (part: object = {}) => ({
  Name: "/cellar",
  State: { Status: "running", ExitCode: 0 },
  Config: { Image: "taster:1" },
  NetworkSettings: { Ports: { "8000/tcp": [{ HostIp: "0.0.0.0", HostPort: "8000" }], "9/tcp": null } },
  ...part,
});

async function check(lab: ReturnType<typeof labOf>, handle: Handle, stdout = "") {
  const seat = liarSeat(handle, () => ({ stdout }));
  const takeGradingSeat = vi.fn();
  const events: RunEventBody[] = [];
  const report = await gradeWorkspace({
    host: fakeSeatHost({ takeGradingSeat }),
    lab,
    labId: "c/l/x",
    files: [],
    starter: [],
    limits: { logBytes: 1e6, buildSeconds: 10, checkSeconds: 60 },
    signal: AbortSignal.timeout(20_000),
    emit: (event) => events.push(event),
    openStudentSeat: () => Promise.resolve({ seat, folder: "/workspace/x" }),
  });
  return { report, seat, events, takeGradingSeat };
}

describe("a check of the student's own seat", () => {
  it("asks its engine by the lab's names, and takes no grading seat", async () => {
    const lab = labOf(
      taster,
      cellar,
      { what: "containers" },
      { what: "file", path: "log.txt", contains: "hi" },
    );
    const { report, seat, events, takeGradingSeat } = await check(
      lab,
      knows({
        "/images/taster:1/json": { Id: id, RepoTags: ["taster:1"], Config: { Labels: { lab: "taster" } } },
        "/containers/cellar/json": named(),
        "/containers/json?all=1&limit=41": [{ Id: "b".repeat(64), Names: ["/cellar"], State: "running" }],
      }),
      "oh hi\n",
    );
    expect(report.checks.map(({ status, takenFrom }) => [status, takenFrom])).toEqual([
      ["passed", "student-seat"],
      ["passed", "student-seat"],
      ["failed", "student-seat"],
      ["passed", "student-seat"],
    ]);
    expect(report.score).toBe(15);
    expect(seat.commands.at(-1)).toContain("/workspace/x/log.txt");
    expect(takeGradingSeat).not.toHaveBeenCalled();
    expect(events.filter(({ type }) => type === "check")).toHaveLength(4);
  });

  it("takes the beginning of an id for no name", async () => {
    const { report } = await check(
      labOf(
        { what: "container", name: "abc" },
        { what: "image", name: "abc" },
        { what: "network", name: "abc" },
      ),
      knows({
        "/containers/abc/json": named({ Name: "/other" }),
        "/images/abc/json": { Id: id, RepoTags: ["other:1"] },
        "/networks/abc": { Name: "abcdef" },
      }),
    );
    expect(report.checks.map(({ evidence }) => evidence[0]?.found)).toEqual([
      "not there",
      "not there",
      "not there",
    ]);
  });

  it("reads what a container was given, and the names of its image", async () => {
    const pinned = `registry:5000/ada/reader@${id}`;
    const { report } = await check(
      labOf({
        what: "container",
        name: "cellar",
        hardened: ["numeric-user", "read-only", "no-capabilities", "no-new-privileges"],
        pinnedTo: "reader",
      }),
      knows({
        "/containers/cellar/json": named({
          Config: { Image: pinned, User: "10001" },
          Image: id,
          HostConfig: { ReadonlyRootfs: true, CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true"] },
        }),
        [`/images/${id}/json`]: { Id: id, RepoTags: ["ada/reader:1"] },
      }),
    );
    expect(report.checks[0]?.evidence.map(({ found, ok }) => [found, ok])).toEqual([
      ["running", true],
      ["10001", true],
      ["read-only", true],
      ["dropped: ALL; added: none", true],
      ["none", true],
      [pinned, true],
      ["ada/reader:1", false],
    ]);
  });

  it.each<[string, Handle, string]>([
    ["no JSON", (_, response) => response.end("<script>alert(1)</script>"), "Docker does not say"],
    ["another shape", (_, response) => response.end(JSON.stringify({ Name: 7 })), "Docker does not say"],
    [
      "ports that are none",
      (_, response) =>
        response.end(JSON.stringify(named({ NetworkSettings: { Ports: { a: [{ HostPort: "../1" }] } } }))),
      "Docker does not say",
    ],
    [
      "an answer without end",
      (_, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write("[".repeat(65_536)));
        };
        response.on("drain", pour);
        pour();
      },
      "Docker does not say",
    ],
    [
      "an error of its own",
      (_, response) => {
        response.statusCode = 500;
        response.end(JSON.stringify({ message: "no" }));
      },
      "does not answer",
    ],
    ["a connection that breaks", (request) => request.destroy(), "does not answer"],
  ])("fails with a reason for an engine that gives %s", async (_, handle, reason) => {
    const { report } = await check(labOf(cellar), handle);
    expect(report.checks[0]).toMatchObject({ status: "failed", points: 0 });
    expect(report.checks[0]?.evidence[0]?.found).toContain(reason);
  });

  it("fails for a file of a container whose archive is none", async () => {
    const motto = { what: "file", in: { container: "cellar" }, path: "motto.txt" };
    const { report } = await check(labOf(motto), (_, response) => response.end("x".repeat(2000)));
    expect(report.checks[0]?.evidence[0]?.found).toContain("Docker does not say");
  });

  it("shows a name with a script in it as the text that it is, cut to what people read", async () => {
    const name = `<img src=x onerror=alert(1)>${"x".repeat(5000)}`;
    const { report } = await check(
      labOf({ what: "containers" }),
      knows({
        "/containers/json?all=1&limit=41": [{ Id: "b".repeat(64), Names: [`/${name}`], State: "exited" }],
      }),
    );
    const found = report.checks[0]?.evidence[0]?.found ?? "";
    expect(found).toContain("<img src=x");
    expect(found.length).toBeLessThan(300);
  });

  const gradingOf = (lab: ReturnType<typeof labOf>, signal: AbortSignal): Grading => ({
    lab,
    files: [],
    starter: [],
    secrets: new Map(),
    limits: { logBytes: 1, buildSeconds: 1, checkSeconds: 1 },
    dockerfile: {} as Grading["dockerfile"],
    signal,
    emit: () => undefined,
    ledger: new CheckLedger(lab, () => undefined),
    found: { blocking: null, image: null, run: null },
  });

  it("ends in time with an engine that is silent, and at once when it is canceled", async () => {
    const silent = liarSeat(() => undefined);
    const open = () => Promise.resolve({ seat: silent, folder: "/workspace/x" });
    const grading = gradingOf(labOf(cellar, taster), new AbortController().signal);
    await gradeSeatState(grading, open, 200);
    expect(grading.ledger.list.map(({ evidence }) => evidence[0]?.found)).toEqual([
      "your seat took too long to answer",
      "your seat took too long to answer",
    ]);
    const canceled = AbortSignal.timeout(100);
    await expect(gradeSeatState(gradingOf(labOf(cellar), canceled), open)).rejects.toThrow(/abort|timeout/i);
  });

  it("says what to do where there is no seat yet", async () => {
    const grading = gradingOf(
      labOf({ what: "container", name: "a", is: "gone" }),
      new AbortController().signal,
    );
    await gradeSeatState(grading, () => Promise.resolve(null));
    expect(grading.ledger.list[0]).toMatchObject({
      status: "failed",
      hint: expect.stringContaining("Open the terminal") as string,
    });
  });
});
