import { expect, it } from "vitest";
import { judgeLateness, type LabTimes } from "./judge-lateness.ts";
import { civilOf, momentOf } from "./zoned-time.ts";

const BERLIN = "Europe/Berlin";
const at = (iso: string) => Date.parse(iso);
const ada = { student: "ada", labels: ["evening"], timeFactor: 1 };
const times = (more: Partial<LabTimes> = {}): LabTimes => ({
  opens: "2026-03-23T08:00",
  due: "2026-03-29T23:59",
  graceMinutes: 5,
  closes: "2026-04-05T23:59",
  late: { offPerDay: 0.2, atLeast: 0.5 },
  ...more,
});
const judge = (iso: string, more: Partial<LabTimes> = {}, who = ada) =>
  judgeLateness(at(iso), times(more), who, [], BERLIN);

it("reads the clocks of the class over both changes, in doubt the later moment", () => {
  expect(momentOf("2026-03-29T01:59", BERLIN)).toBe(at("2026-03-29T00:59Z"));
  expect(momentOf("2026-03-29T03:00", BERLIN)).toBe(at("2026-03-29T01:00Z"));
  // Skipped.
  expect(civilOf(momentOf("2026-03-29T02:30", BERLIN), BERLIN)).toBe("2026-03-29T03:30");
  // Shown twice.
  expect(momentOf("2026-10-25T02:30", BERLIN)).toBe(at("2026-10-25T01:30Z"));
  expect(momentOf("2026-10-25T01:59", BERLIN)).toBe(at("2026-10-24T23:59Z"));
  expect(momentOf("2026-10-25T03:00", BERLIN)).toBe(at("2026-10-25T02:00Z"));
  expect(momentOf("2026-11-01T01:30", "America/New_York")).toBe(at("2026-11-01T06:30Z"));
  // Half an hour only, and in the south.
  expect(momentOf("2026-04-05T01:45", "Australia/Lord_Howe")).toBe(at("2026-04-04T15:15Z"));
});

it("gives back each civil time that exists, through a year of hours", () => {
  for (const zone of [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]) {
    for (let moment = at("2026-01-01T00:10Z"); moment < at("2027-01-01T00:00Z"); moment += 5 * 3_600_000) {
      const civil = civilOf(moment, zone);
      expect(civilOf(momentOf(civil, zone), zone)).toBe(civil);
    }
  }
});

it.each(["2026-02-30T10:00", "2026-02-03", "2026-02-03T24:00", "2026-02-03T10:60", "tomorrow"])(
  "refuses %s",
  (civil) => {
    expect(() => momentOf(civil, BERLIN)).toThrow(RangeError);
  },
);

it("is in time up to the moment, late after the grace, counted from the due time", () => {
  expect(judge("2026-03-29T21:59:00.000Z")).toMatchObject({ state: "in time", factor: 1, minutesLate: 0 });
  expect(judge("2026-03-29T22:04:00.000Z")).toMatchObject({ state: "in time", factor: 1, minutesLate: 0 });
  expect(judge("2026-03-29T22:04:00.001Z")).toMatchObject({ state: "late", factor: 0.8, minutesLate: 6 });
  expect(judge("2026-03-31T12:00Z")).toMatchObject({ state: "late", factor: 0.6 });
  expect(judge("2026-04-05T21:59Z")).toMatchObject({ state: "late", factor: 0.5 });
  expect(judge("2026-04-05T21:59:00.001Z")).toMatchObject({ state: "closed", factor: 0 });
  expect(judge("2026-03-23T06:59Z")).toMatchObject({ state: "early", factor: 0 });
  expect(judge("2036-01-01T00:00Z", { due: null, closes: null })).toMatchObject({ state: "in time" });
});

it("a late rule of all or nothing, and one that costs nothing", () => {
  expect(judge("2026-03-30T12:00Z", { late: { offPerDay: 1, atLeast: 0 } }).factor).toBe(0);
  expect(judge("2026-03-30T12:00Z", { late: { offPerDay: 0, atLeast: 0 } }).factor).toBe(1);
});

it("the latest extension of the student or of a label counts, moves the closing, and takes no time away", () => {
  const extensions = [
    { to: { label: "evening" }, due: "2026-03-31T23:59" },
    { to: { student: "ada" }, due: "2026-03-30T23:59" },
    { to: { student: "ben" }, due: "2026-04-30T23:59" },
  ];
  const judged = judgeLateness(at("2026-03-31T21:59Z"), times(), ada, extensions, BERLIN);
  expect(judged).toMatchObject({ state: "in time", closes: at("2026-04-07T21:59Z") });
  const less = [{ to: { student: "ada" }, due: "2026-03-01T00:00" }];
  expect(judgeLateness(at("2026-03-29T21:00Z"), times(), ada, less, BERLIN).state).toBe("in time");
});

it("the time factor stretches due and closing from the opening", () => {
  const exam = {
    opens: "2026-10-25T01:00",
    due: "2026-10-25T03:00",
    closes: "2026-10-25T03:30",
    graceMinutes: 0,
  };
  // The clocks are put back within it: the exam is of three hours, and half as much again is four and a half.
  const slow = { ...ada, timeFactor: 1.5 };
  expect(judge("2026-10-25T03:30Z", exam, slow)).toMatchObject({
    state: "in time",
    due: at("2026-10-25T03:30Z"),
    closes: at("2026-10-25T04:15Z"),
  });
  expect(judge("2026-10-25T02:31Z", exam).state).toBe("closed");
});
