import { describe, expect, it, vi } from "vitest";
import { AppError, type ErrorCode } from "../../core/errors.ts";
import { labSchema } from "../../core/lab/schema.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { fakeSeatHost } from "../../testing/engines/fake-engines.ts";
import { liarSeat } from "../../testing/engines/liar.ts";
import { gradeWorkspace } from "./grade-workspace.ts";

const lab = labSchema.parse({
  title: "First containers",
  summary: "Build, run, clear away.",
  minutes: 10,
  open: "Dockerfile",
  editable: ["Dockerfile"],
  checks: [
    { id: "gone", kind: "seat-state", title: "It is gone", points: 5, expect: [{ what: "containers" }] },
  ],
});

/** Grades in a seat that breaks as often as there are codes. */
async function grade(codes: readonly ErrorCode[], signal = AbortSignal.timeout(20_000)) {
  const events: RunEventBody[] = [];
  const faults = [...codes];
  const seat = liarSeat((_request, response) => response.end("[]"));
  const openStudentSeat = vi.fn(() => {
    const code = faults.shift();
    return code === undefined
      ? Promise.resolve({ seat, folder: "/workspace/x" })
      : Promise.reject(new AppError(code, { message: "broken", userMessage: "Broken." }));
  });
  const graded = await gradeWorkspace({
    ...{ host: fakeSeatHost({}), lab, labId: "c/l/x", files: [], starter: [], signal, openStudentSeat },
    limits: { logBytes: 1e6, buildSeconds: 10, checkSeconds: 60 },
    emit: (event) => events.push(event),
  }).catch((error: unknown) => error as AppError);
  return {
    graded,
    tries: openStudentSeat.mock.calls.length,
    notices: events.filter(({ type }) => type === "notice"),
  };
}

describe("a fault of ours", () => {
  it.each<ErrorCode>(["SEAT_UNAVAILABLE", "TIMED_OUT"])("%s is tried once more, and told", async (code) => {
    const { graded, tries, notices } = await grade([code]);
    expect([graded, tries]).toMatchObject([{ score: 5, maxScore: 5 }, 2]);
    expect(notices).toMatchObject([{ text: expect.stringContaining("costs no attempt") as string }]);
  });

  it("is not tried a third time", async () => {
    const { graded, tries } = await grade(["SEAT_UNAVAILABLE", "SEAT_UNAVAILABLE"]);
    expect([graded, tries]).toMatchObject([{ code: "SEAT_UNAVAILABLE" }, 2]);
  });

  it("is not tried again when it was a lie, or was cancelled", async () => {
    expect(await grade(["SEAT_LIES"])).toMatchObject({
      graded: { code: "SEAT_LIES" },
      tries: 1,
      notices: [],
    });
    const canceled = AbortSignal.abort(new Error("canceled"));
    expect((await grade(["SEAT_UNAVAILABLE"], canceled)).tries).toBeLessThan(2);
  });
});
