import { expect, it } from "vitest";
import { createDueTime } from "./create-due-time.ts";

const at = (iso: string) => ({ submittedAt: Date.parse(iso), student: "ada" });

it("goes by the clock of the zone, to the minute, with its grace", () => {
  const judge = createDueTime("2026-12-01T23:59", "5", "Europe/Berlin");
  expect(judge(at("2026-12-01T22:59:00Z"))).toBe("in time");
  expect(judge(at("2026-12-01T23:04:00Z"))).toBe("in time");
  expect(judge(at("2026-12-02T00:04:00Z"))).toBe("late by 65 min");
});

it.each([
  ["tomorrow", "0", "Europe/Berlin"],
  ["2026-12-01T23:59", "soon", "Europe/Berlin"],
  ["2026-12-01T23:59", "-1", "Europe/Berlin"],
  ["2026-12-01T23:59", "0", "Berlin"],
])("refuses --due %s --grace %s --zone %s in words", (due, grace, zone) => {
  expect(() => createDueTime(due, grace, zone)).toThrow(
    expect.objectContaining({ code: "BAD_REQUEST" }) as Error,
  );
});
