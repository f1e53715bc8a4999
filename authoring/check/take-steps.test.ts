import { expect, it } from "vitest";
import type { LabCheck } from "../../core/check/lab-check.ts";
import { labSchema } from "../../core/lab/schema.ts";
import { takeSteps } from "./take-steps.ts";

const seatState = {
  id: "gone",
  kind: "seat-state",
  title: "Gone",
  points: 10,
  expect: [{ what: "dangling" }],
};
const pushed = {
  id: "sent",
  kind: "pushed",
  title: "Sent",
  points: 10,
  repository: "a",
  tags: [{ tag: "v1" }],
};
const image = { id: "user", kind: "non-root", title: "User", points: 10 };

const files = [
  { path: "Dockerfile", content: "FROM a" },
  { path: "after.sh", content: "two" },
  { path: "steps.sh", content: "one" },
];

it.each([[[seatState]], [[pushed]], [[image, pushed]]])(
  "takes the scripts where something is typed: %j",
  (checks) => {
    expect(takeSteps(read(checks), files)).toEqual({ files: files.slice(0, 1), steps: "one\ntwo" });
  },
);

it("leaves them where only files are judged", () => {
  expect(takeSteps(read([image]), files)).toEqual({ files, steps: null });
});

const read = (checks: readonly object[]): readonly LabCheck[] =>
  labSchema.parse({
    title: "A lab",
    summary: "A lab for this test.",
    minutes: 5,
    image: "a:1",
    open: "Dockerfile",
    editable: ["Dockerfile"],
    checks,
  }).checks;
